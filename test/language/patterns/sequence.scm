; sequence, choose, fold-sequential and iterate-until: one step after the other, each awaited.
(define (show . xs) (for-each display xs) (newline))
(define (message thunk) (guard (e (#t (exn-message e))) (thunk)))
(define (later f) (lambda xs (spawn (lambda () (sleep 0.001) (apply f xs)))))

(show ((sequence (later add1) (later (lambda (x) (* 10 x))) number->string) 1)) ; expect: 20
(show ((sequence (list + add1)) 1 2 3)) ; expect: 7
(show ((sequence) 5)) ; expect: 5
(show ((sequence (lambda () 5) add1))) ; expect: 6
(show ((sequence add1) (spawn (lambda () 1)))) ; expect: 2
(show (map-async (sequence (later add1) (later add1)) '(1 2 3))) ; expect: (3 4 5)
(define steps '())
(show (message (lambda () ((sequence (lambda (x) (set! steps (cons 1 steps)) (error "step one")) (lambda (x) (set! steps (cons 2 steps)))) 1)))) ; expect: step one
(show steps) ; expect: (1)
(show (message (lambda () (sequence 5)))) ; expect: sequence: expected a procedure as argument 1, got 5

(define size (choose (lambda (s) (> (string-length s) 3)) (later (lambda (s) 'long)) (lambda (s) 'short)))
(show (map size '("abcd" "ab"))) ; expect: (long short)
(show ((choose (later odd?) (lambda () 'odd) 'even) 4)) ; expect: even
(show ((choose odd? (lambda () 'odd) 'even) 3)) ; expect: odd
(show ((choose < list max) 2 1)) ; expect: 2
(show ((choose even? list) 3)) ; expect: 3
(show (choose (> 2 1) (lambda () 'yes) (lambda () 'no))) ; expect: yes
(show (choose (lambda () #f) (lambda () 'yes) (later (lambda () 'no)))) ; expect: no

(show (fold-sequential (later (lambda (acc x) (+ (* 10 acc) x))) 0 '(1 2 3))) ; expect: 123
(show (fold-sequential cons '() #(1 2))) ; expect: ((() . 1) . 2)
(show (fold-sequential (lambda (n line) (+ n (string-length line))) 0 (open-input-string "ab\nc"))) ; expect: 3
(show (fold-sequential + 5 '())) ; expect: 5
(define running 0)
(define peak 0)
(define (busy acc x)
  (set! running (+ running 1))
  (set! peak (max peak running))
  (sleep 0.001)
  (set! running (- running 1))
  x)
(show (fold-sequential busy 0 '(1 2 3)) peak) ; expect: 31
(show (message (lambda () (fold-sequential + 0 5)))) ; expect: fold-sequential: expected a list, a vector, a generator or a port as argument 3, got 5

(define calls 0)
(define (twice x) (set! calls (+ calls 1)) (* 2 x))
(show (iterate-until (later twice) (later (lambda (x) (> x 50))) 1)) ; expect: 64
(show calls) ; expect: 6
(set! calls 0)
(show (iterate-until twice (const #f) 1 #:max-iter 3) calls) ; expect: 83
(show (iterate-until twice (const #t) 1) (iterate-until twice (const #f) 7 #:max-iter 0)) ; expect: 17
(show (iterate-until twice (const #f) 1) (iterate-until twice 1 (lambda (x) (> x 9)))) ; expect: 102416
(show (message (lambda () (iterate-until twice 5 1)))) ; expect: iterate-until: expected a procedure as argument 2, got 5
(show (message (lambda () (iterate-until twice odd? 1 #:max-iter -1)))) ; expect: iterate-until: expected an exact integer that is not negative for #:max-iter, got -1
