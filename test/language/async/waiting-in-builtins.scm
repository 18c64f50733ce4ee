;; Waiting inside the procedure that a builtin calls, while other fibers run through the same builtins.
(define (later x)
  (sleep 0.001)
  x)

(define (everything n)
  (list (map later (list n 2 3))
        (sort (list 3 n 2) < #:key later)
        (sort (list 3 n 2) (lambda (a b) (< (later a) b)))
        (vector-map later (vector n 2))
        (filter (lambda (x) (later (odd? x))) (list n 2 3))
        (fold (lambda (x sum) (later (+ x sum))) 0 (list n 2 3))
        (let ((t (make-hash))) (hash-update! t 'a later n) (hash-ref! t 'b (lambda () (later 2))) (hash->list t))
        (hash-map (hash 'a n) (lambda (k v) (later v)))
        (call-with-values (lambda () (partition (lambda (x) (later (odd? x))) (list n 2 3))) list)
        (generator->list (gmap later (generator n 2)))
        (force (delay (later n)))
        (parameterize ((level (later n))) (later (level)))
        (apply + (append-map (lambda (x) (later (list x x))) (list n 2)))
        (guard (e (#t (later (list 'caught e)))) (raise (later n)))))

(define level (make-parameter 0))

(for-each (lambda (result) (write result) (newline)) (map-async everything '(1 5)))
; expect: ((1 2 3) (1 2 3) (1 2 3) #(1 2) (1 3) 6 ((a . 1) (b . 2)) (1) ((1 3) (2)) (1 2) 1 1 6 (caught 1))
; expect: ((5 2 3) (2 3 5) (2 3 5) #(5 2) (5 3) 10 ((a . 5) (b . 2)) (5) ((5 3) (2)) (5 2) 5 5 14 (caught 5))

(define t (make-hash))
(for-each-async (lambda (x) (hash-update! t 'sum (lambda (sum) (+ sum x)) 0)) (iota 100))
(displayln (hash-ref t 'sum)) ; expect: 4950
