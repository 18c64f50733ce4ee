; patterns and templates
(define-syntax pairs (syntax-rules () ((_ (a b ...) ...) '((b ... a) ...))))
(writeln (pairs (1 2 3) (4))) ; expect: ((2 3 1) (4))
(define-syntax my-let* (syntax-rules () ((_ () body ...) (let () body ...)) ((_ ((n v) rest ...) body ...) (let ((n v)) (my-let* (rest ...) body ...)))))
(writeln (my-let* ((x 1) (x (+ x 1)) (y (* x 10))) (list x y))) ; expect: (2 20)
(define-syntax part-2 (syntax-rules () ((_ a b (m n) ... x y) (vector (list a b) (list m ...) (list n ...) (list x y))) ((_ . rest) 'error)))
(writeln (part-2 1 2 (3 4) (5 6) 7 8)) ; expect: #((1 2) (3 5) (4 6) (7 8))
(writeln (part-2 1 2 3 4)) ; expect: #((1 2) () () (3 4))
(define-syntax tail (syntax-rules () ((_ a ... . b) '((a ...) b))))
(writeln (list (tail 1 2 . 3) (tail 1 2) (tail . 4))) ; expect: (((1 2) 3) ((1 2) ()) (() 4))
(define-syntax vec (syntax-rules () ((_ #(a b ... c)) '(c b ... #(a b ...)))))
(writeln (vec #(1 2 3 4))) ; expect: (4 2 3 #(1 2 3))
(define-syntax flat (syntax-rules () ((_ (a ...) ...) '(a ... ...))))
(writeln (flat (1 2) () (3))) ; expect: (1 2 3)
(define-syntax spread (syntax-rules () ((_ (k v ...) ...) '((k (v k) ...) ...))))
(writeln (spread (a 1 2) (b))) ; expect: ((a (1 a) (2 a)) (b))
(define-syntax each-with-all (syntax-rules () ((_ (a ...) (b ...)) '((a (b ...)) ...))))
(writeln (each-with-all (1 2) (x y))) ; expect: ((1 (x y)) (2 (x y)))
(define-syntax side-by-side (syntax-rules () ((_ (a ...) (b ...) ...) '((a b ...) ...))))
(writeln (side-by-side (1 2) (x y) (z))) ; expect: ((1 x y) (2 z))
; ellipses: escaped, custom, as a literal, shadowed
(define-syntax be-like-begin
  (syntax-rules () ((_ name) (define-syntax name (syntax-rules () ((name expr (... ...)) (begin expr (... ...))))))))
(be-like-begin sequence)
(writeln (sequence 1 2 3 4)) ; expect: 4
(define-syntax my-ell (syntax-rules ::: () ((_ (a b :::) :::) '(((a ...) (b ::: ...)) :::))))
(writeln (my-ell (1 2 3) (4 5))) ; expect: (((1 ...) (2 3 ...)) ((4 ...) (5 ...)))
(define-syntax elli-lit (syntax-rules (...) ((_ x ...) '(x literal ...))  ((_ . r) 'no)))
(writeln (list (elli-lit 1 ...) (elli-lit 1 2))) ; expect: ((1 literal ...) no)
(writeln (let ((... 2)) (let-syntax ((s (syntax-rules () ((_ x ...) 'bad) ((_ . r) 'ok)))) (s a b c)))) ; expect: ok
(define-syntax dots (syntax-rules () ((_ x) '(x (... ...)))))
(writeln (dots a)) ; expect: (a ...)
; underscores
(define-syntax count-to-2 (syntax-rules () ((_) 0) ((_ _) 1) ((_ _ _) 2) ((_ . _) 'many)))
(writeln (list (count-to-2) (count-to-2 a) (count-to-2 a b) (count-to-2 a b c d))) ; expect: (0 1 2 many)
(define-syntax count-under (syntax-rules (_) ((x) 0) ((x _) 1) ((x . y) 'fail)))
(writeln (list (count-under) (count-under _) (count-under x))) ; expect: (0 1 fail)
; macros that define macros that define macros
(define-syntax m1 (syntax-rules () ((_ a) (define-syntax a (syntax-rules () ((_ b) (define-syntax b (syntax-rules () ((_ c) (list 'b c))))))))))
(m1 m2)
(m2 m3)
(writeln (m3 7)) ; expect: (m3 7)
(define-syntax jabberwocky
  (syntax-rules () ((_ hatter) (begin (define march-hare 42) (define-syntax hatter (syntax-rules () ((_) march-hare)))))))
(jabberwocky mad-hatter)
(writeln (mad-hatter)) ; expect: 42
; a macro as a continuation, and one whose keyword is a part
(define-syntax call (syntax-rules () ((_ m . args) (m . args))))
(writeln (call call my-let* ((z 3)) z)) ; expect: 3
; data in patterns
(define-syntax datum (syntax-rules () ((_ 1) 'one) ((_ "two") 'two) ((_ #\3) 'three) ((_ #t) 'true) ((_ ()) 'nil) ((_ x) 'other)))
(writeln (list (datum 1) (datum "two") (datum #\3) (datum #t) (datum ()) (datum 1.0))) ; expect: (one two three true nil other)
(define-syntax while
  (syntax-rules () ((_ test body ...) (let loop () (when test body ... (loop))))))
(define i 0)
(while (< i 100000) (set! i (+ i 1)))
(writeln i) ; expect: 100000
(define (uses-later) (later 5))
(define-syntax later (syntax-rules () ((_ x) (* x x))))
(writeln (uses-later)) ; expect: 25
(writeln (let () (define (f) (m)) (define-syntax m (syntax-rules () ((_) 'in-body))) (f))) ; expect: in-body
(define-syntax alias if)
(writeln (alias #t 1 2)) ; expect: 1
(define-syntax ten (syntax-rules () ((_) 10)))
(define-syntax ten-plus (syntax-rules () ((_ x) (+ (ten) x))))
(define (ten) 1000)
(writeln (ten-plus 1)) ; expect: 1001
; templates that quote, and constants in them
(define-syntax q (syntax-rules () ((_ x) `(x ,x "s" #(1 ,x)))))
(writeln (let ((y 5)) (q y))) ; expect: (y 5 "s" #(1 5))
; R7RS: shadowing a literal of the macro where it is used
(define-syntax for-in (syntax-rules (in) ((_ x in l body) (map (lambda (x) body) l))))
(writeln (for-in y in '(1 2) (* y y))) ; expect: (1 4)
(writeln (let ((x 1)) (let-syntax ((foo (syntax-rules () ((_ y) (let-syntax ((bar (syntax-rules () ((_) (let ((x 2)) y))))) (bar)))))) (foo x)))) ; expect: 1
(for-in y at (list 1 2) y) ; expect error: for-in: no pattern of the macro matches (for-in y at (list 1 2) y)
