;; Depth and length: nothing here may end in a stack overflow or take memory that grows with the number of turns.
; only: fast
(define-syntax show (syntax-rules () ((_ expr) (begin (write expr) (newline)))))

(show (let loop ((i 0)) (if (= i 10000000) i (loop (+ i 1))))) ; expect: 10000000
(define (even2? n) (if (= n 0) #t (odd2? (- n 1))))
(define (odd2? n) (if (= n 0) #f (even2? (- n 1))))
(show (even2? 10000000)) ; expect: #t
(show (do ((i 0 (+ i 1)) (s 0 (+ s i))) ((= i 1000000) s))) ; expect: 499999500000
;; tail positions of the derived forms
(show (let loop ((i 0)) (cond ((= i 1000000) 'cond) (else (loop (+ i 1)))))) ; expect: cond
(show (let loop ((i 0)) (case i ((1000000) 'case) (else (loop (+ i 1)))))) ; expect: case
(show (let loop ((i 0)) (case i ((1000000) 'case=>) (else => (lambda (x) (loop (+ x 1))))))) ; expect: case=>
(show (let loop ((i 0)) (and #t (or #f (if (= i 1000000) 'and-or (loop (+ i 1))))))) ; expect: and-or
(show (let loop ((i 0)) (when #t (unless #f (let* ((j (+ i 1))) (letrec ((k j)) (begin (if (= k 1000000) 'when (loop k))))))))) ; expect: when
(show (let loop ((i 0)) (if (= i 1000000) 'apply (apply loop (list (+ i 1)))))) ; expect: apply
(show (let loop ((i 0)) (if (= i 1000000) 'call/cc (call/cc (lambda (k) (loop (+ i 1))))))) ; expect: call/cc
(show (let loop ((i 0)) (if (= i 1000000) 'values (call-with-values (lambda () (values i 1)) (lambda (a b) (loop (+ a b))))))) ; expect: values
(show (let loop ((i 0)) (let-values (((a b) (values i 1))) (if (= a 1000000) 'let-values (loop (+ a b)))))) ; expect: let-values
(show (let loop ((i 0)) (let () (define j (+ i 1)) (if (= j 1000000) 'body (loop j))))) ; expect: body
(show (let loop ((i 0)) (let-syntax ((next (syntax-rules () ((_ x) (loop (+ x 1)))))) (if (= i 1000000) 'let-syntax (next i))))) ; expect: let-syntax
(show (let loop ((i 0)) (do () (#t (if (= i 1000000) 'do (loop (+ i 1))))))) ; expect: do
(show (let loop ((i 0)) (cond ((= i 1000000) 'arrow) ((+ i 1) => loop)))) ; expect: arrow
(define cl (case-lambda ((i) (if (= i 1000000) 'case-lambda (cl (+ i 1) 0))) ((i ignored) (cl i))))
(show (cl 0)) ; expect: case-lambda
(define (with-rest i . rest) (if (= i 1000000) 'rest (with-rest (+ i 1) i i)))
(show (with-rest 0)) ; expect: rest
(define (with-key i #:step [step 1]) (if (>= i 1000000) 'keyword (with-key (+ i step) #:step 1)))
(show (with-key 0)) ; expect: keyword
(show (let loop ((i 0)) (guard (e (#t (if (= e 100000) 'guard (loop (+ e 1))))) (raise i)))) ; expect: guard
(show (eval '(let loop ((i 0)) (if (= i 1000000) 'eval (loop (+ i 1)))) (environment '(scheme base)))) ; expect: eval
;; promises and streams in constant space
(define (lazily n) (if (= n 0) (delay 'delay-force) (delay-force (lazily (- n 1)))))
(show (force (lazily 1000000))) ; expect: delay-force
(define (ones) (delay (cons 1 (ones))))
(define (stream-ref s n) (if (= n 0) (car (force s)) (stream-ref (cdr (force s)) (- n 1))))
(show (stream-ref (ones) 300000)) ; expect: 1
(define (from n) (delay-force (delay (cons n (from (+ n 1))))))
(define (filtered p? s) (delay-force (let ((c (force s))) (if (p? (car c)) (delay (cons (car c) (filtered p? (cdr c)))) (filtered p? (cdr c))))))
(show (car (force (filtered (lambda (n) (= n 300000)) (from 0))))) ; expect: 300000
(define (nested-delay n) (let loop ((i 0) (p (delay 'nested))) (if (= i n) p (loop (+ i 1) (let ((q p)) (delay (force q)))))))
(show (force (nested-delay 100000))) ; expect: nested

;; recursion that is no tail call
(define (count-up n) (if (= n 0) 0 (+ 1 (count-up (- n 1)))))
(show (count-up 1000000)) ; expect: 1000000
(define (build n) (if (= n 0) '() (cons n (build (- n 1)))))
(define long (build 1000000))
(show (length long)) ; expect: 1000000
(define (deep-winds n) (if (= n 0) 'wound (dynamic-wind (lambda () #f) (lambda () (deep-winds (- n 1))) (lambda () #f))))
(show (deep-winds 100000)) ; expect: wound
(define (deep-guards n) (if (= n 0) (raise 'guarded) (guard (e (#f 1)) (deep-guards (- n 1)))))
(show (guard (e (#t e)) (deep-guards 10000))) ; expect: guarded
(define (deep-handlers n) (if (= n 0) (raise-continuable 0) (with-exception-handler (lambda (e) (+ 1 (raise-continuable e))) (lambda () (deep-handlers (- n 1))))))
(show (with-exception-handler (lambda (e) e) (lambda () (deep-handlers 10000)))) ; expect: 10000
(define p (make-parameter 0))
(define (deep-parameters n) (if (= n 0) (p) (parameterize ((p (+ (p) 1))) (+ 0 (deep-parameters (- n 1))))))
(show (deep-parameters 100000)) ; expect: 100000
(define (deep-map n) (if (= n 0) '(0) (map (lambda (x) (+ x 1)) (deep-map (- n 1)))))
(show (deep-map 100000)) ; expect: (100000)
(define (map-in-map n) (if (= n 0) 0 (car (map (lambda (x) (+ 1 (map-in-map (- n 1)))) '(x)))))
(show (map-in-map 100000)) ; expect: 100000
(define (for-each-in-for-each n) (if (> n 0) (for-each (lambda (x) (for-each-in-for-each (- n 1))) '(x))))
(for-each-in-for-each 100000)
(define (sort-in-sort n) (if (= n 0) 0 (+ 1 (let ((inner #f)) (sort '(2 1) (lambda (a b) (unless inner (set! inner (sort-in-sort (- n 1)))) (< a b))) inner))))
(show (sort-in-sort 2000)) ; expect: 2000
(define (apply-in-apply n) (if (= n 0) 0 (+ 1 (apply apply-in-apply (list (- n 1))))))
(show (apply-in-apply 100000)) ; expect: 100000
(define (string-for-each-deep n) (if (= n 0) 0 (let ((r 0)) (string-for-each (lambda (c) (set! r (+ 1 (string-for-each-deep (- n 1))))) "x") r)))
(show (string-for-each-deep 50000)) ; expect: 50000
(define (hash-update-deep n) (if (= n 0) 0 (let ((t (make-hash))) (hash-update! t 'a (lambda (x) (+ 1 (hash-update-deep (- n 1)))) 0) (hash-ref t 'a))))
(show (hash-update-deep 50000)) ; expect: 50000
(define (values-deep n) (if (= n 0) 0 (call-with-values (lambda () (values (values-deep (- n 1)) 1)) +)))
(show (values-deep 100000)) ; expect: 100000

;; long lists
(show (apply + (map (lambda (x) 1) long))) ; expect: 1000000
(show (apply max long)) ; expect: 1000000
(show (length (append long long))) ; expect: 2000000
(show (fold-right + 0 long)) ; expect: 500000500000
(show (foldr (lambda (x n) (+ n 1)) 0 long)) ; expect: 1000000
(show (reduce + 0 long)) ; expect: 500000500000
(show (equal? long (list-copy long))) ; expect: #t
(show (vector-length (list->vector long))) ; expect: 1000000
(show (length (vector->list (make-vector 1000000 0)))) ; expect: 1000000
(show (string-length (apply string-append (map (lambda (x) "ab") long)))) ; expect: 2000000
(show (car (sort long <))) ; expect: 1
(show (length (apply list long))) ; expect: 1000000
(show (apply (lambda args (length args)) long)) ; expect: 1000000
(show (length (apply map list (list long long)))) ; expect: 1000000
(show (vector-length (apply vector long))) ; expect: 1000000
(show (length (apply append (map list long)))) ; expect: 1000000

;; deep structures
(define (nest n) (let loop ((i 0) (x '())) (if (= i n) x (loop (+ i 1) (list x)))))
(define (nest-vectors n) (let loop ((i 0) (x '())) (if (= i n) x (loop (+ i 1) (vector x)))))
(show (equal? (nest 200000) (nest 200000))) ; expect: #t
(show (equal? (nest-vectors 200000) (nest-vectors 200000))) ; expect: #t
(show (equal? (nest 200000) (nest 200001))) ; expect: #f
(define (text-of x) (let ((out (open-output-string))) (write x out) (get-output-string out)))
(show (string-length (text-of (nest 200000)))) ; expect: 400002
(show (string-length (text-of (nest-vectors 200000)))) ; expect: 600002
(show (equal? (nest 200000) (read (open-input-string (text-of (nest 200000)))))) ; expect: #t
(show (equal? (nest-vectors 200000) (read (open-input-string (text-of (nest-vectors 200000)))))) ; expect: #t
(show (let ((q (read (open-input-string (string-append (make-string 200000 #\') "a"))))) (let loop ((q q) (n 0)) (if (pair? q) (loop (cadr q) (+ n 1)) n)))) ; expect: 200000
(show (let ((out (open-output-string))) (write-shared (nest 200000) out) (string-length (get-output-string out)))) ; expect: 400002
(show (let ((out (open-output-string))) (display (nest 200000) out) (string-length (get-output-string out)))) ; expect: 400002
(show (hash-ref (hash (nest 10000) 'found) (nest 10000))) ; expect: found
(show (= (equal-hash (nest 100000)) (equal-hash (nest 100000)))) ; expect: #t
