; race, hedge and try-fallback: who wins, who is cancelled, what is said when all fail.
(define (show . xs) (for-each display xs) (newline))
(define (message thunk) (guard (e (#t (exn-message e))) (thunk)))
(define left '())
(define (waits name)
  (lambda () (dynamic-wind void (lambda () (sleep 600) name) (lambda () (set! left (cons name left))))))
(define (fails text) (lambda () (error text)))

(show (race (waits 'a) (lambda () (sleep 0.001) 'b) (waits 'c))) ; expect: b
(show (sort left symbol<?)) ; expect: (a c)
(show (race (list (fails "no") (lambda () (sleep 0.001) 'late)))) ; expect: late
(show (race (list (lambda () #f) (lambda () 5)))) ; expect: #f
(define asked 0)
(show (race (lambda () 'at-once) (lambda () (set! asked 1)))) ; expect: at-once
(show asked) ; expect: 0
(show (message (lambda () (race (fails "one") (lambda () (sleep 0.001) (raise 'two)) (fails "three"))))) ; expect: race: all 3 strategies failed: 1. one; 2. two; 3. three
(show (message (lambda () (race (fails "alone"))))) ; expect: alone
(show (message (lambda () (race '())))) ; expect: race: expected at least one strategy, got none
(show (message (lambda () (race)))) ; expect: race: expected strategies: a list of procedures, or procedures one by one
(show (message (lambda () (race 5)))) ; expect: race: expected strategies: a list of procedures, or procedures one by one as argument 1, got 5
(define running (spawn (waits 'running)))
(show (race running (lambda () (sleep 0.001) 'other))) ; expect: other
(show (handle-state running)) ; expect: cancelled
(show ((race (list (lambda (x) (sleep 600)) (lambda (x) (* 2 x)))) 21)) ; expect: 42
(show (map-async (lambda (x) (race (list (waits 'm) (lambda () (sleep 0.001) x)))) '(1 2 3))) ; expect: (1 2 3)
(set! left '())
(show (message (lambda () (with-timeout 0.01 (lambda () (race (waits 'x) (waits 'y))))))) ; expect: with-timeout: 0.01 seconds have passed
(show (sort left symbol<?)) ; expect: (x y)

(set! left '())
(define started '())
(define (noting name body) (lambda () (set! started (cons name started)) (body)))
(show (hedge (list (noting 1 (waits 1)) (noting 2 (lambda () 'backup)) (noting 3 (waits 3))) #:delay 0.002)) ; expect: backup
(show (reverse started) left) ; expect: (1 2)(1)
(set! started '())
(show (hedge (noting 1 (lambda () 'quick)) (noting 2 (waits 2)) #:delay 600)) ; expect: quick
(show started) ; expect: (1)
(set! started '())
(show (hedge (noting 1 (fails "no")) (noting 2 (fails "nor")) (noting 3 (lambda () 'third)) #:delay 600)) ; expect: third
(show (reverse started)) ; expect: (1 2 3)
(show (message (lambda () (hedge (fails "a") (lambda () (sleep 0.003) (error "b")) #:delay 0.001)))) ; expect: hedge: all 2 strategies failed: 1. a; 2. b
(show (hedge (list (waits 1) add1) 5 #:delay 0)) ; expect: 6
(show (message (lambda () (hedge (waits 1) #:delay -1)))) ; expect: hedge: expected a number of seconds that is not negative for #:delay, got -1
(set! started '())
(show (hedge (map (lambda (i) (noting i (if (= i 4) (lambda () i) (waits i)))) '(1 2 3 4 5)) #:delay 0.001)) ; expect: 4
(show (reverse started)) ; expect: (1 2 3 4)

(show (try-fallback (fails "a") (lambda () 'b) (fails "never"))) ; expect: b
(show (try-fallback (list (lambda () (spawn (fails "a"))) (lambda (e) (list (exn-message e)))))) ; expect: (a)
(show ((try-fallback (lambda (x) (error "no")) (lambda (x) (+ x 1)) ) 1)) ; expect: 2
(show (try-fallback (lambda (x) (error "no")) (lambda (x e) (list x (exn-message e))) 7)) ; expect: (7 no)
(show (message (lambda () (try-fallback (fails "a") (lambda () (raise 'b)) (fails "c"))))) ; expect: try-fallback: all 3 strategies failed: 1. a; 2. b; 3. c
(show (try-fallback (lambda () #f) (lambda () 'unused))) ; expect: #f
(show (message (lambda () (try-fallback)))) ; expect: try-fallback: expected strategies: a list of procedures, or procedures one by one
; A cancelled attempt is no failure to recover from.
(define recovered #f)
(show (message (lambda () (with-timeout 0.01 (lambda () (try-fallback (lambda () (sleep 600)) (lambda () (set! recovered #t)))))))) ; expect: with-timeout: 0.01 seconds have passed
(show recovered) ; expect: #f
(show (try-fallback (fails "a") 'last) (try-fallback (lambda () 'first) 'last)) ; expect: lastfirst
; The error of many names the first ten.
(show (message (lambda () (race (map (lambda (i) (fails (number->string i))) (range 12)))))) ; expect: race: all 12 strategies failed: 1. 0; 2. 1; 3. 2; 4. 3; 5. 4; 6. 5; 7. 6; 8. 7; 9. 8; 10. 9; … and 2 more
