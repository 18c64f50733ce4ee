;; Forms beyond R7RS: match, for loops, structs, keywords, define-values, let/cc and their errors.
(include "../checks.scm")

(define-syntax test-message (syntax-rules () ((_ part expr) (check 'expr part (lambda () (guard (e (#t (let ((m (exn-message e))) (if (string-contains? m part) part m)))) expr 'no-error))))))
(define-syntax test-refused (syntax-rules () ((_ part form) (check 'form part (lambda () (guard (e (#t (let ((m (exn-message e))) (if (string-contains? m part) part m)))) (eval 'form) 'no-error))))))

;; match
(define (kind x)
  (match x
    [1 'one]
    ["s" 'string]
    [#t 'true]
    ['sym 'symbol]
    [(list 'add a b) (+ a b)]
    [(list a) (list 'single a)]
    [(cons 'head tail) (list 'tail tail)]
    [(list-rest 'rest a more) (list a more)]
    [(? number? n) (list 'number n)]
    [(and (? string?) s) (list 'text s)]
    [(vector a b) (list 'vector a b)]
    [(or 'x 'y) 'x-or-y]
    [`(quasi ,v ,@vs) (list v vs)]
    [(hash-table ('k v)) (list 'table v)]
    [_ 'other]))
(test '(one string true symbol 3) (map kind '(1 "s" #t sym (add 1 2))))
(test '((single 5) (tail (1 2)) (1 (2 3))) (list (kind '(5)) (kind '(head 1 2)) (kind '(rest 1 2 3))))
(test '((number 2.5) (text "t") (vector 1 2) x-or-y) (list (kind 2.5) (kind "t") (kind #(1 2)) (kind 'y)))
(test '((1 (2 3)) (table 9) other) (list (kind '(quasi 1 2 3)) (kind (hash 'k 9)) (kind '(a b c d))))
(test '(1 (2 3)) (match '(1 2 3) [(list a b ...) (list a b)]))
(test '((1 3) (2 4)) (match '((1 2) (3 4)) [(list (list a b) ...) (list a b)]))
(test '((1 2) 3) (match '(1 2 3) [(list a ... b) (list a b)]))
(test 'big (match 5 [x #:when (> x 3) 'big] [_ 'small]))
(test 3 (match-let ([(list a b) '(1 2)]) (+ a b)))
(test 3 (let () (match-define (cons a b) '(1 . 2)) (+ a b)))
(test '(1 2) ((match-lambda [(list a b) (list a b)]) '(1 2)))
(test-message "match" (match 5 [6 'six]))
(test 'same (match '(1 1) [(list a a) 'same] [_ 'different]))
(test '(2 1) (match* (1 2) [(a b) (list b a)]))
(test 5 (match '(1 . 5) [(cons _ x) x]))
;; for loops
(test '(1 4 9) (for/list ([x (in-list '(1 2 3))]) (* x x)))
(test '((a 0) (b 1)) (for/list ([x '(a b)] [i (in-naturals)]) (list x i)))
(test '((1 a) (1 b) (2 a) (2 b)) (for*/list ([x '(1 2)] [y '(a b)]) (list x y)))
(test '(0 2 4) (for/list ([x (in-range 6)] #:when (even? x)) x))
(test '(1 3) (for/list ([x (in-range 5)] #:unless (even? x)) x))
(test 6 (for/sum ([x '(1 2 3)]) x))
(test 24 (for/product ([x '(1 2 3 4)]) x))
(test 6 (for/fold ([s 0]) ([x '(1 2 3)]) (+ s x)))
(test '(6 3) (call-with-values (lambda () (for/fold ([s 0] [n 0]) ([x '(1 2 3)]) (values (+ s x) (+ n 1)))) list))
(test '(3 2 1) (for/fold ([l '()]) ([x '(1 2 3)]) (cons x l)))
(test 2 (for/first ([x '(1 2 3)] #:when (even? x)) x))
(test #f (for/first ([x '()]) x))
(test 3 (for/last ([x '(1 2 3)]) x))
(test #t (for/and ([x '(1 2)]) (number? x)))
(test #f (for/and ([x '(1 a)]) (number? x)))
(test 2 (for/or ([x '(a 2)]) (and (number? x) x)))
(test #(1 4) (for/vector ([x '(1 2)]) (* x x)))
(test 2 (hash-ref (for/hash ([k '(a b)] [v '(1 2)]) (values k v)) 'b))
(test "ab" (list->string (for/list ([c (in-string "ab")]) c)))
(test '((a 1) (b 2)) (for/list ([(k v) (in-hash (hash 'a 1 'b 2))]) (list k v)))
(test '((a 1)) (for/list ([(k v) (hash 'a 1)]) (list k v)))
(test '(10 20) (for/list ([x (in-vector #(10 20))]) x))
(test '(0 1 2) (for/list ([i 3]) i))
(test '(5 4 3) (for/list ([i (in-range 5 2 -1)]) i))
(test '(3 2 1) (let ((l '())) (for ([x '(1 2 3)]) (set! l (cons x l))) l))
(test '(1 2) (for/list ([x '(1 2 3 4)] #:break (> x 2)) x))
(test '(1 2 3) (for/list ([x '(1 2 3 4)] #:final (= x 3)) x))
(test '((1) (2)) (call-with-values (lambda () (for/lists (a b) ([x '((1 2))]) (values (car x) (cadr x)))) list))
(test-error (for/list ([x 'not-a-sequence]) x))
(test-error (for/list ([x (in-list 5)]) x))
(test-refused "for" (for/list (x '(1)) x))
;; structs
(struct point (x y) #:transparent)
(struct point3 point (z))
(define p (point 1 2))
(test '(1 2 #t #f) (list (point-x p) (point-y p) (point? p) (point3? p)))
(test '(1 2 3 #t) (let ((q (point3 1 2 3))) (list (point-x q) (point-y q) (point3-z q) (point? q))))
(test #t (equal? (point 1 2) (point 1 2)))
(test '(5 2) (let ((q (struct-copy point p [x 5]))) (list (point-x q) (point-y q))))
(test 3 (match p [(point a b) (+ a b)]))
(test-message "point-x: expected a point" (point-x 5))
(test-message "point" (point 1))
(struct counter ([n #:mutable]))
(test 2 (let ((c (counter 1))) (set-counter-n! c 2) (counter-n c)))
(test-error (set-point-x! p 1))
(test "#(struct:point 1 2)" (format "~a" p))
(test '(1 (2 3)) (match '(quasi 1 2 3) [`(quasi ,v ,@(list a b)) (list v (list a b))]))
(test-refused ",@" (match 1 [`(,@a b) a]))
;; keywords and optional arguments
(define (greet name #:greeting [greeting "hello"] [mark "!"]) (string-append greeting " " name mark))
(test "hello ann!" (greet "ann"))
(test "hi ann?" (greet "ann" "?" #:greeting "hi"))
(test "hi ann!" (greet #:greeting "hi" "ann"))
(test "yo bob." (keyword-apply greet '(#:greeting) '("yo") '("bob" ".")))
(test "yo bob!" (apply greet #:greeting "yo" '("bob")))
(define collect (make-keyword-procedure (lambda (keywords values . others) (list keywords values others))))
(test '((#:a #:b) (1 2) (x)) (collect 'x #:b 2 #:a 1))
(test '(() () (1 2)) (collect 1 2))
(test '(plain 1) ((make-keyword-procedure list (lambda (x) (list 'plain x))) 1))
(test "hi ann!" (keyword-apply (make-keyword-procedure (lambda (k v . r) (keyword-apply greet k v r))) '(#:greeting) '("hi") '("ann")))
(test-message "unknown keyword #:nonesuch" (greet "a" #:nonesuch 1))
(test-error (greet))
(define (needs #:key key) key)
(test 5 (needs #:key 5))
(test-message "key" (needs))
(test '(1 2 (3)) ((lambda (a [b 2] . rest) (list a b rest)) 1 2 3))
(test '(1 2 ()) ((lambda (a [b (+ a 1)] . rest) (list a b rest)) 1))
;; values and escapes
(define-values (va vb . vc) (values 1 2 3 4))
(test '(1 2 (3 4)) (list va vb vc))
(test 5 (let/cc k (+ 1 (k 5))))
(test 5 (let/ec k (+ 1 (k 5))))
(test 5 (call/ec (lambda (k) (for-each (lambda (x) (when (= x 5) (k x))) '(1 5 9)) 'none)))
(test '(1 2) (let*-values ([(a b) (values 1 2)]) (list a b)))
(test 3 (receive (a . rest) (values 1 2 3) (+ a (car rest) (- (cadr rest) 3))))
(test '(1 2) (call-with-values (lambda () (values 1 2)) list))
;; let* with _ again and again, bodies everywhere
(test 3 (let* ([_ 1] [_ 2] [x 3]) x))
(test 3 (when #t (define a 1) (define b 2) (+ a b)))
(test 2 (if #t (begin (define a 1) (+ a 1)) 0))
(test 3 (cond [#t (define a 3) a]))
(test 3 (case 1 [(1) (define a 3) a]))
(test '(1 2) (let-values ([(a b) (values 1 2)]) (define l (list a b)) l))
;; try, with-handlers, error
(test 'fallback (try (car 5) on-error (lambda (e) 'fallback)))
(test "msg 5" (with-handlers ([exn:fail? (lambda (e) (exn-message e))]) (error "msg" 5)))
(test "who: got 5" (with-handlers ([exn:fail? exn-message]) (error 'who "got ~a" 5)))
(test 'raised (with-handlers ([symbol? values]) (raise 'raised)))
(test 'outer (with-handlers ([number? (lambda (e) 'outer)]) (with-handlers ([string? (lambda (e) 'inner)]) (raise 1))))
(test #f (exn:fail? 'x))
(test 'finally (let ((log 'none)) (with-handlers ([void (lambda (e) log)]) (dynamic-wind void (lambda () (error "x")) (lambda () (set! log 'finally))))))
(test 'assertion (with-handlers ([exn:fail? (lambda (e) 'assertion)]) (assert (= 1 2))))
;; parentheses of every shape
(test '(1 2 3) {list 1 [+ 1 1] (+ 1 2)})
(test 6 (let loop ([i 0] {s 0}) (if (= i 4) s (loop (+ i 1) (+ s i)))))
(test-refused "]" (eval (read (open-input-string "(a]"))))
;; own definitions win
(define (filter-own) (define (filter a b) 'mine) (filter 1 2))
(test 'mine (filter-own))

(begin (display checks) (display " checks, ") (display failures) (display " failed") (newline)) ; expect: 98 checks, 0 failed
