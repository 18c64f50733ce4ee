(define-library (my stack)
  (export make push! (rename stack-top top))
  (import (scheme base))
  (begin
    (define-record-type stack (mk items) stack? (items items set-items!))
    (define (make) (mk '()))
    (define (push! s x) (set-items! s (cons x (items s))))
    (define (stack-top s) (car (items s)))))
(define-library (my counter)
  (export next! peek add!)
  (import (scheme base) (scheme write) (only (my stack) make))
  (begin
    (display "init") (newline)
    (define n 0)
    (define (next!) (set! n (+ n 1)) n)
    (define-syntax peek (syntax-rules () ((_) n)))
    (define-syntax add! (syntax-rules () ((_ k) (begin (set! n (+ n k)) n))))))
(display "before") (newline) ; expect: before
(import (prefix (my stack) s:) (except (my counter) add!)) ; expect: init
(define s (s:make))
(s:push! s 5)
(define n 100)
(writeln (list (s:top s) (next!) (peek) n)) ; expect: (5 1 1 100)
(import (rename (my counter) (add! plus!)))
(writeln (list (plus! 10) (next!))) ; expect: (11 12)
(import (only (scheme base) car) (rename (scheme base) (else otherwise)) (srfi 1) (skein))
(writeln (cond (#f 1) (otherwise 2))) ; expect: 2
(writeln (cond-expand ((and r7rs (library (scheme base)) (not no-such)) 'yes) (else 'no))) ; expect: yes
(writeln (cond-expand (no-such 1) ((library (no such lib)) 2) ((or no-such skein) 3))) ; expect: 3
(require racket/list (prefix-in l: racket/string) (only-in racket/base [add1 plus-one]))
(writeln (list (first '(1 2)) (l:string-join '("a" "b") "-") (plus-one 1))) ; expect: (1 "a-b" 2)
(writeln (eval '(* 7 3) (environment '(scheme base)))) ; expect: 21
(writeln (let ((f (eval '(lambda (f x) (f x x)) (environment '(scheme base))))) (f + 10))) ; expect: 20
(eval '(define from-eval 5))
(writeln from-eval) ; expect: 5
(set! next! 5) ; expect error: set!: next! is imported and can not be assigned
