; bandit: which arm by UCB1, pending calls, failures, state that is kept.
(define (show . xs) (for-each display xs) (newline))
(define (message thunk) (guard (e (#t (exn-message e))) (thunk)))
(define (pulls b) (map (lambda (name) (hash-ref (hash-ref (bandit-state b) name) 'pulls)) (hash-keys (bandit-state b))))
(define (arm value) (lambda (x) (spawn (lambda () value))))

; Arms that are always worth 0, .5 and 1.
(define pulled '())
(define (logged name reward) (cons name (lambda (x) (set! pulled (cons name pulled)) reward)))
(define b (bandit (list (logged 'one 0) (logged 'two 0.5) (logged 'three 1)) #:reward identity #:exploration 0.5))
(for ([i 10]) (b i))
; The same rule, written out.
(define (ucb-log rewards c n)
  (let loop ([i 0] [pulls (map (const 0) rewards)] [seen '()])
    (if (= i n)
        (reverse seen)
        (let* ([bounds (map (lambda (r k) (if (= k 0) +inf.0 (+ r (* c (sqrt (/ (log-of i) k)))))) rewards pulls)]
               [best (index-of bounds (apply max bounds))])
          (loop (+ i 1) (map (lambda (k j) (if (= j best) (+ k 1) k)) pulls (range (length pulls))) (cons best seen))))))
(define (log-of n) (if (= n 0) 0 (log n)))
(show (equal? (reverse pulled) (map (lambda (i) (list-ref '(one two three) i)) (ucb-log '(0 0.5 1) 0.5 10)))) ; expect: #t
(show (apply + (pulls b))) ; expect: 10
(show (= (argmax identity (pulls b)) (last (pulls b)))) ; expect: #t

; Calls under way count: three at once go to three arms, and six to each twice.
(define c (bandit (list (lambda (x) (sleep 0.001) 'a) (lambda (x) (sleep 0.001) 'b) (lambda (x) (sleep 0.001) 'c))))
(show (map-async c '(1 2 3 4 5 6))) ; expect: (a b c a b c)
(show (pulls c) (map (lambda (s) (hash-ref s 'pending)) (hash-values (bandit-state c)))) ; expect: (2 2 2)(0 0 0)
(show (hash-keys (bandit-state c))) ; expect: (arm-1 arm-2 arm-3)

; A failure goes on and is worth nothing; a cancelled call never was.
(define d (bandit (list (cons 'bad (lambda (x) (error "broken"))) (list 'good (lambda (x) x)))))
(show (message (lambda () (d 1)))) ; expect: broken
(show (d 2) (d 3) (hash-ref (hash-ref (bandit-state d) 'bad) 'mean)) ; expect: 230
(define e (bandit (list (lambda (x) (sleep 600)))))
(show (message (lambda () (with-timeout 0.001 (lambda () (e 1)))))) ; expect: with-timeout: 0.001 seconds have passed
(show (hash-ref (bandit-state e) 'arm-1)) ; expect: #hash((pulls . 0) (reward . 0) (mean . 0) (pending . 0))

; Kept by checkpoint: another bandit under the key goes on, with the arms that are still there.
(define (make arms) (bandit arms #:key "route" #:reward (lambda (value x) (= value x))))
(define first-run (make (list (cons "m-1" (const 1)) (cons "m-2" (const 2)))))
(first-run 1) (first-run 1) (first-run 1)
(define kept (restore "route"))
(show (hash-ref (hash-ref kept "m-1") 'pulls) (hash-ref (hash-ref kept 'm-1) 'reward)) ; expect: 22.0
(define second-run (make (list (cons "m-3" (const 3)) (cons "m-1" (const 1)))))
(show (map (lambda (s) (hash-ref s 'pulls)) (hash-values (bandit-state second-run)))) ; expect: (0 2)
(show (second-run 5)) ; expect: 3
(checkpoint "broken" "text")
(show (message (lambda () (bandit (list (arm 1)) #:key "broken")))) ; expect: bandit: what is kept under "broken" is not the state of a bandit
(checkpoint "odd" (hash 'a (hash 'pulls "many")))
(show (message (lambda () (bandit (list (cons 'a (arm 1))) #:key "odd")))) ; expect: bandit: what is kept under "odd" is not the state of a bandit

(define f (bandit '("small" "large") #:call (lambda (model x) (format "~a of ~a" x model)) #:reward (lambda (v) #t)))
(show (f 'x) ", " (f 'y)) ; expect: x of small, y of large
(show (message (lambda () (bandit '())))) ; expect: bandit: expected at least one arm, got none
(show (message (lambda () (bandit (list (cons 'a car) (cons "a" cdr)))))) ; expect: bandit: two arms have the name a
(show (message (lambda () (bandit (list 5))))) ; expect: bandit: expected arms: procedures, names, or names with procedures as argument 1, got 5
(show (message (lambda () ((bandit (list (arm 1)) #:reward (const "much")) 1)))) ; expect: bandit: the reward must be a number or a truth value, got "much"
(define g (bandit (list (const 1) (const 5)) (lambda (v) v)))
(g) (g)
(show (map (lambda (s) (hash-ref s 'reward)) (hash-values (bandit-state g)))) ; expect: (1 5)
