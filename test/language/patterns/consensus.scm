; consensus: one round or two, what is shown to whom, abstentions, reports.
(define (show . xs) (for-each display xs) (newline))
(define (message thunk) (guard (e (#t (exn-message e))) (thunk)))
(define (later x) (lambda () (spawn (lambda () (sleep 0.001) x))))
(define asked '())
(define (noting name f)
  (lambda (question others)
    (set! asked (cons (list name question others) asked))
    (spawn (lambda () (f others)))))
(define (keeps x) (noting x (const x)))
(define (follows x) (noting x (lambda (others) (if (null? others) x (first others)))))

(show (consensus (list (keeps 'a) (keeps 'a) (keeps 'b)) "q")) ; expect: a
(show (length asked)) ; expect: 3
(set! asked '())
(show (consensus (list (keeps 'a) (follows 'b) (keeps 'c)) "q")) ; expect: a
(show (drop (reverse asked) 3)) ; expect: ((a q (b c)) (b q (a c)) (c q (a b)))
(set! asked '())
(show (message (lambda () (consensus (list (keeps 'a) (keeps 'b) (keeps 'c)) "q")))) ; expect: consensus: no answer has a share of 2/3 after 2 rounds: a 1, b 1, c 1; #:default decides, #:report #t tells
(show (length asked)) ; expect: 6
(set! asked '())
(show (message (lambda () (consensus (list (keeps 'a) (keeps 'b)) "q" #:rounds 1)))) ; expect: consensus: no answer has a share of 2/3 after 1 round: a 1, b 1; #:default decides, #:report #t tells
(show (length asked)) ; expect: 2
(show (consensus (list (keeps 'a) (follows 'b) (follows 'c)) "q" #:threshold 1)) ; expect: a
(show (consensus (map later '("Yes" "yes." "no")))) ; expect: Yes
(show (consensus (later 1) (later 1.0) (later "1") #:threshold 1)) ; expect: 1
(show (consensus (list (lambda ([others '()]) (length others)) (lambda ([others '()]) 2) (lambda () 2)))) ; expect: 2
; Without an input, procedures that need one make a procedure of it.
(show (map-async (consensus (list string-upcase (lambda (q [others '()]) (string-upcase q)) (lambda (q others) q))) '("a" "b"))) ; expect: (A B)
(show (consensus (list (lambda ([others '(none)]) (car others)) (later 'x) (later 'y)))) ; expect: x

; Without a place for the others' answers nobody is asked twice.
(define calls 0)
(show (consensus (list (lambda () (set! calls (+ calls 1)) 'a) (later 'b)) #:default 'open) calls) ; expect: open1
(show (consensus (list (later 'a) (later 'b)) #:default (lambda (r) (hash-ref r 'rounds)))) ; expect: 2

(define (fails . xs) (error "broken"))
(show (consensus (list (later 'a) (later 'a) fails))) ; expect: a
(show (message (lambda () (consensus (list (later 'a) fails fails) #:rounds 1)))) ; expect: consensus: no answer has a share of 2/3 after 1 round: a 1; #:default decides, #:report #t tells
(show (message (lambda () (consensus (list fails fails))))) ; expect: consensus: all 2 strategies failed: 1. broken; 2. broken
(define report (consensus (list (keeps 'a) (keeps 'b) fails) "q" #:report #t))
(show (map (lambda (key) (hash-ref report key)) '(winner decided rounds answers voters failed share))) ; expect: (#f #f 2 (a b) 3 1 1/3)
(show (hash-ref (consensus (map later '(1 1 2)) #:report #t) 'winner)) ; expect: 1
(show (consensus (map later '(10 11 50)) #:same (lambda (a b) (< (abs (- a b)) 5)))) ; expect: 10
(define running 0)
(define peak 0)
(define (busy q others) (set! running (+ running 1)) (set! peak (max peak running)) (sleep 0.001) (set! running (- running 1)) peak)
(show (consensus (list busy busy busy) "q") peak) ; expect: 33
(define left 0)
(define (waits) (dynamic-wind void (lambda () (sleep 600)) (lambda () (set! left (+ left 1)))))
(show (message (lambda () (with-timeout 0.01 (lambda () (consensus waits waits))))) left) ; expect: with-timeout: 0.01 seconds have passed2
(show (map-async (lambda (x) (consensus (list add1 add1 sub1) x)) '(1 2))) ; expect: (2 3)
(show (message (lambda () (consensus (list fails) #:threshold 0)))) ; expect: consensus: expected a share above 0 and up to 1 for #:threshold, got 0
(show (message (lambda () (consensus (list fails) #:rounds 0)))) ; expect: consensus: expected an exact positive integer for #:rounds, got 0
(show (message (lambda () (consensus '())))) ; expect: consensus: expected at least one strategy, got none
(show (consensus '("a" "A" "b"))) ; expect: a
