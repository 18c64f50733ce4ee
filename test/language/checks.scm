;; What programs of many checks include: each check that fails says so, and at the end they say how many there were.
(define checks 0)
(define failures 0)
(define (same? a b)
  (cond
    ((and (pair? a) (pair? b)) (and (same? (car a) (car b)) (same? (cdr a) (cdr b))))
    ((and (number? a) (number? b) (inexact? a) (inexact? b))
     (or (eqv? a b) (< (abs (- a b)) (* 1e-9 (+ 1 (abs a))))))
    (else (equal? a b))))
(define (check what expected thunk)
  (let ((got (guard (e ((error-object? e) (list 'error (error-object-message e) (error-object-irritants e)))
                       (#t (list 'raised e)))
               (thunk))))
    (set! checks (+ checks 1))
    (unless (same? got expected)
      (set! failures (+ failures 1))
      (write what) (display " gave ") (write got) (display ", not ") (write expected) (newline))))
(define-syntax test
  (syntax-rules ()
    ((_ expected expr) (check 'expr expected (lambda () expr)))
    ((_ name expected expr) (check name expected (lambda () expr)))))
(define-syntax test-values
  (syntax-rules ()
    ((_ expected expr)
     (check 'expr (call-with-values (lambda () expected) list) (lambda () (call-with-values (lambda () expr) list))))))
(define-syntax test-assert
  (syntax-rules () ((_ expr) (check 'expr #t (lambda () (and expr #t))))))
(define-syntax test-error
  (syntax-rules () ((_ expr) (check 'expr 'an-error (lambda () (guard (e (#t 'an-error)) expr 'no-error))))))
