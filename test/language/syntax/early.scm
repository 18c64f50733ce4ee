; a definition that is used before it has run
(define (f)
  (define a (g))
  (define (g) b) ; expect error: b: used before its definition has run
  (define b 1)
  a)
(f)
