(writeln (for/list ([x (in-range 5)] [y '(a b c d)] #:when (even? x)) (list x y))) ; expect: ((0 a) (2 c))
(writeln (for*/list ([x 3] [y (in-list '(1 2))]) (* x y))) ; expect: (0 0 1 2 2 4)
(writeln (for/list ([x '(1 2 3)] #:when (odd? x) [y (in-string "ab")]) (cons x y))) ; expect: ((1 . #\a) (1 . #\b) (3 . #\a) (3 . #\b))
(writeln (call-with-values (lambda () (for/fold ([s 0] [p 1]) ([x (in-list '(1 2 3 4))]) (values (+ s x) (* p x)))) list)) ; expect: (10 24)
(writeln (for/fold ([s 0] #:result (* 10 s)) ([x (in-vector #(1 2 3))]) (+ s x))) ; expect: 60
(writeln (for/fold ([acc '()]) ([x '(1 2 3)] #:break (= x 3)) (cons x acc))) ; expect: (2 1)
(writeln (for*/list ([x '(1 2 3)] [y '(1 2 3)] #:break (= (* x y) 4)) (* x y))) ; expect: (1 2 3 2)
(writeln (for/list ([x (in-naturals)] #:final (= x 3)) x)) ; expect: (0 1 2 3)
(writeln (for/list ([x (in-naturals 1)] #:unless (= x 2) #:break (> x 4)) x)) ; expect: (1 3 4)
(writeln (list (for/sum ([i (in-range 10 0 -2)]) i) (for/product ([i (in-range 1 6)]) i))) ; expect: (30 120)
(writeln (list (for/first ([x '(1 3 4 5)] #:when (even? x)) (* x x)) (for/first ([x '()]) x) (for/last ([x '(1 3)]) x))) ; expect: (16 #f 3)
(writeln (list (for/and ([x '(1 2)]) x) (for/or ([x '(#f 2)]) x) (for/and ([x '()]) x) (for/or ([x '()]) x))) ; expect: (2 2 #t #f)
(writeln (hash-ref (for/hash ([(k v) (in-hash (hash 'a 1 'b 2))]) (values v k)) 2)) ; expect: b
(writeln (for/list ([(k v) (hash 'a 1 'b 2)]) (list k v))) ; expect: ((a 1) (b 2))
(writeln (list (for/vector ([x 3]) (* x x)) (for/vector #:length 4 ([x 2]) x) (for/vector #:length 2 ([x 9]) x))) ; expect: (#(0 1 4) #(0 1 0 0) #(0 1))
(writeln (for/list ([(x i) (in-indexed '(a b))]) (list i x))) ; expect: ((0 a) (1 b))
(writeln (call-with-values (lambda () (for/lists (l1 l2) ([x 3]) (values x (* x x)))) list)) ; expect: ((0 1 2) (0 1 4))
(writeln (for/list ([x (in-producer (let ((n 0)) (lambda () (set! n (+ n 1)) n)) 4)]) x)) ; expect: (1 2 3)
(writeln (map (lambda (f) (f)) (for/list ([i 3]) (define j (* i 10)) (lambda () (+ i j))))) ; expect: (0 11 22)
(writeln (list (for/list ([c "héy"]) c) (for/list ([x #(1 2)]) x) (for/string ([c "abc"]) (char-upcase c)))) ; expect: ((#\h #\é #\y) (1 2) "ABC")
(writeln (for/list ([k (in-hash-keys (hash 'a 1))] [v (in-hash-values (hash 'a 1))]) (cons k v))) ; expect: ((a . 1))
(writeln (for/fold ([x 1]) ([x '(5 6)]) (+ x 1))) ; expect: 7
(writeln (for/list ([x (in-range 0 1 0.25)]) x)) ; expect: (0 0.25 0.5 0.75)
(writeln (let ((in-range (lambda (n) '(mine)))) (for/list ([x (in-range 3)]) x))) ; expect: (mine)
(for ([i 2]) (display i))
(newline) ; expect: 01
(writeln (for/sum ([i 100000]) i)) ; expect: 4999950000
; a continuation that enters a loop again finds the accumulator as it was
(let* ((k #f)
       (runs 0)
       (result (for/list ([x '(1 2 3)]) (call/cc (lambda (c) (when (= x 2) (set! k c)) x)))))
  (set! runs (+ runs 1))
  (writeln result)
  (when (< runs 2) (k 20)))
; expect: (1 2 3)
; expect: (1 20 3)
(writeln (for/list ([x (in-list 5)]) x)) ; expect error: in-list: expected a list as argument 1, got 5
