; hygiene: what a macro binds and what it is given never meet, however names coincide
(define-syntax swap! (syntax-rules () ((_ a b) (let ((tmp a)) (set! a b) (set! b tmp)))))
(let ((tmp 1) (other 2)) (swap! tmp other) (writeln (list tmp other))) ; expect: (2 1)
(let ((let 1) (set! 2)) (swap! let set!) (writeln (list let set!))) ; expect: (2 1)
(define-syntax my-or
  (syntax-rules () ((_) #f) ((_ e) e) ((_ e r ...) (let ((t e)) (if t t (my-or r ...))))))
(writeln (let ((t 5) (if list)) (my-or #f t))) ; expect: 5
(writeln (let ((x 1) (y 2) (temp 3) (let odd?) (if even?)) (my-or (let temp) (if y) y))) ; expect: #t
; referential transparency: a template's names mean what they meant where the macro was written
(define-syntax my-list (syntax-rules () ((_ x ...) (list x ...))))
(writeln (let ((list vector)) (my-list 1 2))) ; expect: (1 2)
(define-syntax my-if (syntax-rules () ((_ c a b) (cond (c a) (else b)))))
(writeln (let ((else #f) (cond 5)) (my-if #f 1 2))) ; expect: 2
(writeln (let ((x 'outer)) (let-syntax ((m (syntax-rules () ((m) x)))) (let ((x 'inner)) (m))))) ; expect: outer
(writeln (let ((x 'outer)) (letrec-syntax ((m (syntax-rules () ((m) x)))) (define x 'inner) (m)))) ; expect: outer
; literals are compared by what they mean
(writeln (let ((=> #f)) (cond (#t => 'ok)))) ; expect: ok
(writeln (let ((else #f)) (cond (#f 3) (else 4) (#t 5)))) ; expect: 5
(define-syntax is-else (syntax-rules (else) ((_ else) 'else) ((_ x) 'other)))
(writeln (list (is-else else) (let ((else 1)) (is-else else)) (is-else 5))) ; expect: (else other other)
(define-syntax kw (syntax-rules (unbound-word) ((_ unbound-word) 'yes) ((_ x) 'no)))
(writeln (list (kw unbound-word) (kw 1))) ; expect: (yes no)
; a macro and its use in one definition context
(define-syntax-rule (identity-maker misc-id) (lambda (x) (let ((misc-id 'other)) x)))
(writeln ((identity-maker x) 'mine)) ; expect: mine
(writeln (let ()
           (define-syntax-rule (maker misc-id) (lambda (x) (let ((misc-id 'other)) x)))
           ((maker x) 'local))) ; expect: local
(define-syntax-rule (define-five id) (define id 5))
(define-five five)
(writeln five) ; expect: 5
(writeln (let () (define-syntax-rule (def id) (define id 6)) (def six) (+ six 1))) ; expect: 7
; definitions that a macro introduces are its own at each use
(define-syntax counter! (syntax-rules () ((_ name) (begin (define n 0) (define (name) (set! n (+ n 1)) n)))))
(define n 'mine)
(counter! a)
(counter! b)
(a) (a)
(writeln (list (a) (b) n)) ; expect: (3 1 mine)
(define-syntax def-m (syntax-rules () ((_ name id) (define-syntax name (syntax-rules () ((_ y) (let ((y 1)) id)))))))
(writeln (let ((x 'outer)) (def-m foo x) (foo x))) ; expect: outer
; no name is reserved
(writeln (let ((if list)) (if 1 2 3))) ; expect: (1 2 3)
(writeln (let ((quote -)) '5)) ; expect: -5
(writeln ((lambda (define) (define 1)) -)) ; expect: -1
(writeln (let ((begin list)) (begin 1 2))) ; expect: (1 2)
(writeln (let* ((let* 1) (lambda 2)) (+ let* lambda))) ; expect: 3
(define (shadow define) (define 3))
(writeln (shadow (lambda (x) (* x x)))) ; expect: 9
(writeln (let () (define if (lambda (a b c) (list a b c))) (if 1 2 3))) ; expect: (1 2 3)
; a macro that shadows its own keyword inside
(writeln (let loop ((i 0)) (let-syntax ((loop (syntax-rules () ((_ x) 'macro)))) (loop i)))) ; expect: macro
(writeln (letrec-syntax ((even (syntax-rules () ((_) #t) ((_ x . r) (odd . r)))) (odd (syntax-rules () ((_) #f) ((_ x . r) (even . r))))) (even 1 2 3))) ; expect: #f
; let-syntax sees the outer macro, letrec-syntax its own
(define-syntax who (syntax-rules () ((_) 'outer)))
(writeln (let-syntax ((who (syntax-rules () ((_ x) (who))))) (who 1))) ; expect: outer
; what a program defines does not reach the library
(define (car x) 'mine)
(writeln (list (car '(1)) (map cadr '((1 2))) (sort '(3 1 2) <))) ; expect: (mine (2) (1 2 3))
