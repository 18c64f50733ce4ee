; backtrack: choices in order, taken back, across waits; limits at N and N + 1; no solution.
(define (show . xs) (for-each display xs) (newline))
(define (message thunk) (guard (e (#t (exn-message e))) (thunk)))
(define tried '())
(define (pair-up choose fail)
  (let* ([a (choose '(1 2 3))] [b (choose #(4 5 6))])
    (set! tried (cons (+ (* 10 a) b) tried))
    (unless (= (* a b) 10) (fail))
    (list a b)))

(show (backtrack pair-up) (reverse tried)) ; expect: (2 5)(14 15 16 24 25)
(show (backtrack pair-up #:max-tries 5)) ; expect: (2 5)
(show (message (lambda () (backtrack pair-up #:max-tries 4)))) ; expect: backtrack: no solution in 4 ways, which is all that #:max-tries allows
(show (message (lambda () (backtrack (lambda (choose fail) (choose '(1 2)) (choose '(1 2)) (fail)))))) ; expect: backtrack: no choice leads to a solution (4 ways tried)
(show (message (lambda () (backtrack (lambda (choose fail) (choose '())))))) ; expect: backtrack: no choice leads to a solution (1 way tried)
(show (backtrack (lambda (choose fail) (fail)) #:default 'none) (backtrack (lambda (choose fail) (fail)) #:default (lambda () 'thunk))) ; expect: nonethunk
(show (backtrack (lambda (choose) (choose 'a 'b)))) ; expect: a
(show (message (lambda () (backtrack (lambda (choose fail) (choose 5)))))) ; expect: choose: expected a list, a vector, a generator or a port as argument 1, got 5
(show (backtrack (lambda (choose fail) (let ([x (choose (make-range-generator 1))]) (if (= 0 (modulo x 97)) x (fail)))))) ; expect: 97

; Across waits: what is chosen from may come from a fiber, and so may the test.
(define (ask x) (spawn (lambda () (sleep 0.001) x)))
(show (backtrack (lambda (choose fail)
  (let* ([plan (choose (ask '(a b c)))] [step (choose (await (ask (list plan 'end))))])
    (unless (await (ask (and (eq? plan 'b) (eq? step 'end)))) (fail))
    (ask (list plan step)))))) ; expect: (b end)

; Six queens.
(define (safe? row placed)
  (let loop ([rest placed] [distance 1])
    (or (null? rest)
        (and (not (= (car rest) row)) (not (= (abs (- (car rest) row)) distance)) (loop (cdr rest) (+ distance 1))))))
(define (queens n)
  (backtrack (lambda (choose fail)
    (let loop ([placed '()])
      (if (= (length placed) n)
          (reverse placed)
          (let ([row (choose (range n))])
            (if (safe? row placed) (loop (cons row placed)) (fail))))))))
(show (queens 6)) ; expect: (1 3 5 0 2 4)

; Winders run on the way back, and a handler of the body sees no failed choice.
(define log '())
(define (note x) (set! log (cons x log)))
(show (backtrack (lambda (choose fail)
  (guard (e (#t (list 'handled e)))
    (let ([x (choose '(1 2))])
      (dynamic-wind (lambda () (note (list 'in x))) (lambda () (when (= x 1) (fail)) x) (lambda () (note (list 'out x))))))))) ; expect: 2
(show (reverse log)) ; expect: ((in 1) (out 1) (in 2) (out 2))
(show (message (lambda () (backtrack (lambda (choose fail) (guard (e (#t 'handled)) (fail))))))) ; expect: backtrack: no choice leads to a solution (1 way tried)
(show (message (lambda () (backtrack (lambda (choose fail) (choose '(1 2)) (error "a bug")))))) ; expect: a bug
; One in another, and several at the same time.
(show (backtrack (lambda (choose fail)
  (let ([x (choose '(1 2 3))])
    (backtrack (lambda (inner give-up) (let ([y (inner '(1 2))]) (if (= (+ x y) 5) (list x y) (give-up)))) #:default fail))))) ; expect: (3 2)
(show (map-async (lambda (n) (backtrack (lambda (choose fail) (let ([x (choose '(1 2 3))]) (sleep 0.001) (if (= x n) x (fail)))))) '(3 1 2))) ; expect: (3 1 2)
(show (message (lambda () (with-timeout 0.01 (lambda () (backtrack (lambda (choose fail) (choose '(1 2)) (sleep 600)))))))) ; expect: with-timeout: 0.01 seconds have passed
(show (message (lambda () (backtrack pair-up #:max-tries 0)))) ; expect: backtrack: expected an exact positive integer for #:max-tries, got 0
