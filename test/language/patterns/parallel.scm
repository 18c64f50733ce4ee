; parallel and fan-out-aggregate: order, concurrency, inputs, failures that cancel the rest.
(define (show . xs) (for-each display xs) (newline))
(define (message thunk) (guard (e (#t (exn-message e))) (thunk)))
(define running 0)
(define peak 0)
(define (busy value)
  (lambda ()
    (set! running (+ running 1))
    (set! peak (max peak running))
    (sleep 0.002)
    (set! running (- running 1))
    value))

(show (parallel (list (busy 'a) (busy 'b) (busy 'c)))) ; expect: (a b c)
(show peak) ; expect: 3
(set! peak 0)
(show (parallel (map busy '(1 2 3 4 5 6)) #:max-concurrent 2)) ; expect: (1 2 3 4 5 6)
(show peak) ; expect: 2
(show (parallel (busy 1) (busy 2))) ; expect: (1 2)
(show (parallel (vector (busy 1)))) ; expect: (1)
(show (parallel '())) ; expect: ()
(show (parallel (list (spawn (busy 'started)) (lambda () (spawn (busy 'handle)))))) ; expect: (started handle)
(show ((parallel (list add1 sub1)) 5)) ; expect: (6 4)
(show (parallel (list + *) 3 4)) ; expect: (7 12)
(show (map-async (lambda (x) (parallel (list add1 sub1) x)) '(10 20))) ; expect: ((11 9) (21 19))
(show (with-timeout 60 (lambda () (parallel (busy 1) (busy 2))))) ; expect: (1 2)

(define left '())
(define (waits name)
  (lambda () (dynamic-wind void (lambda () (sleep 600)) (lambda () (set! left (cons name left))))))
(show (message (lambda () (parallel (waits 'a) (lambda () (sleep 0.001) (error "broken")) (waits 'b))))) ; expect: broken
(show (sort left symbol<?)) ; expect: (a b)
(show (parallel (list (lambda () (error "broken")) (busy 2)) #:on-error (lambda (s e) (exn-message e)))) ; expect: (broken 2)
(set! left '())
(show (message (lambda () (with-timeout 0.01 (lambda () (parallel (waits 'x) (waits 'y))))))) ; expect: with-timeout: 0.01 seconds have passed
(show (sort left symbol<?)) ; expect: (x y)
(show (message (lambda () (parallel (list car 5) 1)))) ; expect: parallel: expected strategies: procedures (or handles), in a list or one by one as argument 1, got 5
(show (message (lambda () (parallel (list cons) 1)))) ; expect: parallel: expected strategies that take the 1 input given as argument 1, got #<procedure:cons>
(show (message (lambda () (parallel (list (busy 1)) #:max-concurrent 0)))) ; expect: parallel: expected an exact positive integer for #:max-concurrent, got 0

(show (fan-out-aggregate (lambda (x) (spawn (lambda () (* x x)))) (lambda (all) (apply + all)) '(1 2 3))) ; expect: 14
(show (fan-out-aggregate add1 (lambda (a b) (list a b)) #(1 2 3))) ; expect: ((2 3) 4)
(show (fan-out-aggregate add1 max (list->generator '(1 5 2)))) ; expect: 6
(show (fan-out-aggregate string-upcase string-join '("a" "b"))) ; expect: A B
(show (fan-out-aggregate add1 length '())) ; expect: 0
(set! peak 0)
(show (fan-out-aggregate (lambda (x) ((busy x))) reverse (range 8) #:max-concurrent 3)) ; expect: (7 6 5 4 3 2 1 0)
(show peak) ; expect: 3
(show (fan-out-aggregate (lambda (x) (if (= x 2) (error "two") x)) identity '(1 2 3) #:on-error (lambda (x e) 'none))) ; expect: (1 none 3)
(show (message (lambda () (fan-out-aggregate 5 list '())))) ; expect: fan-out-aggregate: expected a procedure as argument 1, got 5
