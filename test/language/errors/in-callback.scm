;; An error in a callback is where the callback is.
(define (half x)
  (/ (car x) 2))                               ; expect error: car: expected a pair as argument 1, got 3
(map half '((1) (2) 3))
