; definitions in every kind of body, and what they become
(define (f x)
  (define a 1)
  (display a)
  (define (g y) (+ y a (h)))
  (define (h) b)
  (define b (* x 10))
  (g x))
(writeln (f 2)) ; expect: 123
(define (evens) (define (ev? n) (if (= n 0) #t (od? (- n 1)))) (define k 100001) (define (od? n) (if (= n 0) #f (ev? (- n 1)))) (ev? k))
(writeln (evens)) ; expect: #f
(when #t (define x 5) (set! x (+ x 1)) (writeln x)) ; expect: 6
(writeln (if #t (begin (define x 7) (* x 2)) 0)) ; expect: 14
(writeln (cond (#f 1) (else (define x 8) x))) ; expect: 8
(writeln (case 1 ((1) (define x 9) x) (else 0))) ; expect: 9
(writeln (let loop ((i 0)) (define j (+ i 1)) (if (< j 5) (loop j) j))) ; expect: 5
(writeln (let () (define-values (a b . c) (values 1 2 3 4)) (list a b c))) ; expect: (1 2 (3 4))
(writeln (let () (begin (define a 1) (begin (define b 2))) (+ a b))) ; expect: 3
(define-values (p . q) (values 1 2 3))
(writeln (list p q)) ; expect: (1 (2 3))
(define-values all (values 1 2))
(writeln all) ; expect: (1 2)
(begin (define top 1) (set! top (+ top 1)))
(writeln top) ; expect: 2
(define ((curried a) b #:c [c 3]) (list a b c))
(writeln ((curried 1) 2)) ; expect: (1 2 3)
(define (opt a [b (+ a 1)] [c (* b 10)] . rest) (list a b c rest))
(writeln (list (opt 1) (opt 1 2) (opt 1 2 3 4 5))) ; expect: ((1 2 20 ()) (1 2 20 ()) (1 2 3 (4 5)))
(define (kw #:k [k 1] [x (+ k 1)] #:j [j x]) (list k x j))
(writeln (list (kw) (kw #:k 5) (kw 9 #:j 0))) ; expect: ((1 2 2) (5 6 6) (1 9 0))
(define d 'outer)
(define (see [a d] [d 'inner]) (list a d))
(writeln (see)) ; expect: (outer inner)
; letrec: all values before any variable, also when a continuation comes back
(writeln (let ((cont #f))
  (letrec ((x (call/cc (lambda (c) (set! cont c) 0)))
           (y (call/cc (lambda (c) (set! cont c) 0))))
    (if cont
        (let ((c cont)) (set! cont #f) (set! x 1) (set! y 1) (c 0))
        (+ x y))))) ; expect: 0
(writeln (letrec ((x (call/cc list)) (y (call/cc list)))
  (cond ((procedure? x) (x (pair? y))) ((procedure? y) (y (pair? x))))
  (let ((x (car x)) (y (car y))) (and (call/cc x) (call/cc y) (call/cc x))))) ; expect: #t
(writeln (letrec* ((a 1) (b (+ a 1)) (c (lambda () (* b 10)))) (c))) ; expect: 20
(writeln (let* ((_ 1) (x 2) (_ 3) (x (+ x 1))) x)) ; expect: 3
(writeln (do ((vec (make-vector 5)) (i 0 (+ i 1))) ((= i 5) vec) (vector-set! vec i i))) ; expect: #(0 1 2 3 4)
(writeln (let-values (((a b) (values 1 2)) ((c) (values 3))) (list a b c))) ; expect: (1 2 3)
(writeln (let ((a 'a) (b 'b)) (let*-values (((a b) (values b a)) ((c) (values a))) (list a b c)))) ; expect: (b a b)
(writeln (receive (a . r) (values 1 2 3) (list a r))) ; expect: (1 (2 3))
(writeln (and-let* ((x '(1 2)) ((pair? x)) (y (cdr x)) y) (list x y))) ; expect: ((1 2) (2))
(writeln (map (cut list <> 'x <...>) '(1 2) '(3 4))) ; expect: ((1 x 3) (2 x 4))
(define pp (make-parameter 1))
(writeln (let ((f (cute + (pp) <>))) (parameterize ((pp 100)) (f 1)))) ; expect: 2
(define fl 1)
(define (get-fl) fl)
(writeln (list (fluid-let ((fl 2)) (get-fl)) (get-fl))) ; expect: (2 1)
(writeln (begin0 1 (display "")))  ; expect: 1
; set! of a builtin's name makes it the program's own
(set! cadr (lambda (x) 'own))
(writeln (list (cadr '(1 2)) (map caddr '((1 2 3))))) ; expect: (own (3))
