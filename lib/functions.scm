;; Procedures made from procedures: composing, negating, combining predicates.

;;> (identity x)
;;> x itself.
;;> (identity 5) => 5
(define (identity x) x)

;;> (const x ...)
;;> A procedure that takes any arguments and gives x.
;;> ((const 5) 1 2) => 5
(define (const . xs)
  (lambda ignored (apply values xs)))

;;> (constantly x ...)
;;> A procedure that takes any arguments and gives x.
;;> ((constantly 5) 1 2) => 5
(define (constantly . xs)
  (lambda ignored (apply values xs)))

;;> (compose f ...)
;;> A procedure that calls the last f, then the one before it with the values it gave, and so on.
;;> ((compose - sqrt) 16) => -4
(define (compose . fs)
  (cond ((null? fs) values)
        ((null? (cdr fs)) (%check-procedure 'compose 1 (car fs)))
        (else
         (let ((f (%check-procedure 'compose 1 (car fs)))
               (g (apply compose (cdr fs))))
           (lambda args
             (call-with-values (lambda () (apply g args)) f))))))

;;> (compose1 f ...)
;;> Like compose, with one value between the procedures.
;;> ((compose1 - sqrt) 16) => -4
(define (compose1 . fs)
  (cond ((null? fs) values)
        ((null? (cdr fs)) (%check-procedure 'compose1 1 (car fs)))
        (else
         (let ((f (%check-procedure 'compose1 1 (car fs)))
               (g (apply compose1 (cdr fs))))
           (lambda args (f (apply g args)))))))

;;> (negate pred)
;;> A procedure that gives #t where pred gives #f, and #f elsewhere.
;;> (map (negate even?) '(1 2)) => (#t #f)
(define (negate pred)
  (%check-procedure 'negate 1 pred)
  (lambda args (not (apply pred args))))

;;> (complement pred)
;;> A procedure that gives #t where pred gives #f, and #f elsewhere.
;;> (map (complement even?) '(1 2)) => (#t #f)
(define (complement pred)
  (%check-procedure 'complement 1 pred)
  (lambda args (not (apply pred args))))

;;> (conjoin pred ...)
;;> A procedure that gives what the last pred gives if all hold, else #f.
;;> (map (conjoin even? positive?) '(2 -2 3)) => (#t #f #f)
(define (conjoin . preds)
  (lambda args
    (let loop ((preds preds) (value #t))
      (cond ((null? preds) value)
            ((null? (cdr preds)) (apply (car preds) args))
            ((apply (car preds) args) => (lambda (value) (loop (cdr preds) value)))
            (else #f)))))

;;> (disjoin pred ...)
;;> A procedure that gives what the first pred gives that holds, else #f.
;;> (map (disjoin even? positive?) '(-2 3 -3)) => (#t #t #f)
(define (disjoin . preds)
  (lambda args
    (let loop ((preds preds))
      (cond ((null? preds) #f)
            ((null? (cdr preds)) (apply (car preds) args))
            (else (or (apply (car preds) args) (loop (cdr preds))))))))

;;> (flip f)
;;> A procedure that calls f with its first two arguments exchanged.
;;> ((flip -) 1 10) => 9
(define (flip f)
  (%check-procedure 'flip 1 f)
  (lambda (a b . more) (apply f b a more)))

;;> true
;;> #t.
;;> (not true) => #f
(define true #t)

;;> false
;;> #f.
;;> (not false) => #t
(define false #f)
