;; Racket's form of error, from inside a procedure.
(define (check-price price)
  (when (negative? price)
    (error 'check-price "expected a price, got ~a" price))    ; expect error: check-price: expected a price, got -3
  price)
(check-price -3)
