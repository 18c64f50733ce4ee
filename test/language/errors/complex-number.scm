;; A complex number stops a program where it is evaluated; what stands before has run.
(define (imaginary)
  (list 1+2i))                                 ; expect error: the number 1+2i can not be read: complex numbers that are not real are not supported
(define before (guard (e ((error-object? e) 'refused)) (imaginary)))
(when (eq? before 'refused) (imaginary))
