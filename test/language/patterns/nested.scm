; Patterns made of patterns: what one gives is a strategy for another, and keeps its number of arguments.
(define (show . xs) (for-each display xs) (newline))
(define (later f) (lambda (x) (spawn (lambda () (sleep 0.001) (f x)))))

(show ((race (list (sequence (later add1) (later add1)) (sequence (lambda (x) (sleep 600)) (later add1)))) 1)) ; expect: 3
(show ((parallel (list (memoized (later add1)) (choose odd? (later sub1)) (with-validation (later add1) number?))) 1)) ; expect: (2 0 2)
(show ((try-fallback (race (list (lambda (x) (error "a")) (lambda (x) (error "b")))) (sequence (later -))) 5)) ; expect: -5
(show ((vote (list (sequence number->string) (hedge (list (later number->string) number->string) #:delay 600) (later add1))) 7)) ; expect: 7
(show ((ensemble (list (try-fallback (lambda (x) (error "no")) (later add1)) (ensemble (list add1 add1))) #:aggregator list) 1)) ; expect: (2 2)
(show (tree-reduce (memoized (lambda (a b) (list a b))) '(1 2 3) #:branch-factor 3)) ; expect: ((1 2) 3)
(show (fan-out-aggregate (sequence add1 (later -)) (sequence length add1) '(1 2 3))) ; expect: 4
(show (iterate-until (try-fallback (lambda (x) (if (odd? x) (error "odd") (* 2 x))) add1) (choose odd? (const #f) (lambda (x) (> x 20))) 1)) ; expect: 32
(show (map procedure-arity (list (sequence + add1) (sequence cons) (memoized (lambda (x [y 1]) x)) (with-validation (lambda () 1) number?) (race add1) (choose < list)))) ; expect: ((0 #f) 2 (1 2) (0 #f) 1 (1 #f))
(show (map-async (bandit (list (memoized add1) (sequence add1))) '(1 2 3))) ; expect: (2 3 4)
(show (with-timeout 60 (lambda () (consensus (list (critique-refine (lambda (q) q) (const "") list) (lambda (q) "A") (lambda (q) "b")) "a")))) ; expect: a
(show (tiered (sequence add1 (lambda (x) (and (even? x) x))) (race (list (later -))) '(1 2 3))) ; expect: (2 -2 4)
(show (stream-fold + 0 '(1 2 3) #:map (vote (list add1 add1 sub1)))) ; expect: 9
(show (anytime (list (lambda (x) x) (sequence (later add1))) 5 #:deadline 60)) ; expect: 6
