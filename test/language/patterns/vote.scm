; vote and ensemble: methods, what is the same answer, ties, abstentions, reports.
(define (show . xs) (for-each display xs) (newline))
(define (message thunk) (guard (e (#t (exn-message e))) (thunk)))
(define (later x) (lambda () (spawn (lambda () (sleep 0.001) x))))
(define (fails) (error "broken"))

(show (vote (map later '("Spam" "mail" " spam. ")))) ; expect: Spam
(show (vote (later 'a) (later 'b) (later 'a))) ; expect: a
(show (vote '("yes"))) ; expect: yes
(show (vote (list (lambda (x) (> x 1)) (lambda (x) #t) (lambda (x) #f)) 5)) ; expect: #t
(show ((vote (list even? even? odd?)) 4)) ; expect: #t
(define (same? a b) (hash-ref (vote (list a b) #:report #t #:method 'consensus) 'decided))
(show (map same? '("Yes" "A)" "1" "1.0" "\"x\"" "a  b" "{\"a\": 1, \"b\": [1]}" "STRASSE" "**No**") (list "yes!" "(a)" 1 1 "X" "A b" "{\"b\": [1.0], \"a\": 1}" "straße" "no"))) ; expect: (#t #t #t #t #t #t #t #t #t)
(show (map same? '("C++" "-5" "1.5" "yes" "{\"a\": 1}" "?" "") '("C" "5" "1.6" "no" "{\"a\": 2}" "!" "x"))) ; expect: (#f #f #f #f #f #f #f)
(show (same? (hash 'label "Spam" 'p 1) (hash "p" 1.0 'label "spam"))) ; expect: #t
(show (same? "```json\n{\"a\": 1}\n```" "{\"a\":1}")) ; expect: #t
(define asked 0)
(show (vote '("car" "automobile" "bike") #:same (lambda (a b) (set! asked (+ asked 1)) (spawn (lambda () (and (member b '("car" "automobile")) #t)))))) ; expect: car
(show asked) ; expect: 2

(show (message (lambda () (vote '("a" "b" "c" "a"))))) ; expect: vote: no majority among 4 voters: "a" 2, "b" 1, "c" 1; #:on-tie or #:default decides, #:report #t tells
(show (vote '("a" "b" "c" "a") #:method 'plurality)) ; expect: a
(show (message (lambda () (vote '("a" "b" "B" "A" "c") #:method 'plurality)))) ; expect: vote: a tie among 5 voters: "a" 2, "b" 2, "c" 1; #:on-tie or #:default decides, #:report #t tells
(show (vote '("a" "b" "B" "A" "c") #:method 'plurality #:on-tie (lambda (tied) (spawn (lambda () (last tied)))))) ; expect: b
(show (vote '("a" "b") #:default 'none) (vote '("a" "b") #:default (lambda () 'thunk)) (vote '("a" "b") #:default (lambda (r) (hash-ref r 'tied)))) ; expect: nonethunk(a b)
(show (vote '("a" "a" "b") #:method 'supermajority)) ; expect: a
(show (message (lambda () (vote '("a" "a" "b") #:method 'supermajority #:threshold 0.7)))) ; expect: vote: no supermajority of 0.7 among 3 voters: "a" 2, "b" 1; #:on-tie or #:default decides, #:report #t tells
(show (vote (append (make-list 7 "a") (make-list 93 "b")) #:method 'supermajority #:threshold 0.93)) ; expect: b
(show (message (lambda () (vote '("a" "a" "b") #:method 'consensus)))) ; expect: vote: no consensus among 3 voters: "a" 2, "b" 1; #:on-tie or #:default decides, #:report #t tells
(show (vote '("a" "A" "a.") #:method 'consensus)) ; expect: a

; Who fails abstains, and still counts among the voters.
(show (vote (later "a") (later "a") fails)) ; expect: a
(show (message (lambda () (vote (later "a") fails fails)))) ; expect: vote: no majority among 3 voters: "a" 1, and 2 failed; #:on-tie or #:default decides, #:report #t tells
(show (message (lambda () (vote fails (lambda () (raise 'other)))))) ; expect: vote: all 2 strategies failed: 1. broken; 2. other
(define report (vote (list (later "a") (later "B") fails (later "b") (later "A")) #:report #t))
(show (map (lambda (key) (hash-ref report key)) '(winner decided tie tied votes voters failed share method))) ; expect: (#f #f #t (a B) 4 5 1 2/5 majority)
(show (map (lambda (entry) (list (hash-ref entry 'answer) (hash-ref entry 'votes))) (hash-ref report 'counts))) ; expect: ((a 2) (B 2))
(show (hash-ref (vote '("x" "x" "y") #:report #t) 'winner)) ; expect: x
(show (message (lambda () (vote '("a") #:method 'best)))) ; expect: vote: expected majority, plurality, supermajority or consensus for #:method, got best
(show (message (lambda () (vote '("a") #:method 'supermajority #:threshold 1.5)))) ; expect: vote: expected a share above 0 and up to 1 for #:threshold, got 1.5
(show (message (lambda () (vote '())))) ; expect: vote: expected at least one strategy, got none

(define running 0)
(define peak 0)
(define (busy) (set! running (+ running 1)) (set! peak (max peak running)) (sleep 0.002) (set! running (- running 1)) 'x)
(show (vote (make-list 5 busy)) peak) ; expect: x5
(set! peak 0)
(show (vote (make-list 5 busy) #:max-concurrent 2) peak) ; expect: x2
(define left 0)
(define (waits) (dynamic-wind void (lambda () (sleep 600)) (lambda () (set! left (+ left 1)))))
(show (message (lambda () (with-timeout 0.01 (lambda () (vote waits waits))))) left) ; expect: with-timeout: 0.01 seconds have passed2
(show (map-async (lambda (x) (vote (list add1 add1 sub1) x)) '(1 2))) ; expect: (2 3)

(show (ensemble (list add1 sub1) 5 #:aggregator (lambda (all) (spawn (lambda () (apply + all)))))) ; expect: 10
(show (ensemble (list (later 1) (later 2)) #:aggregator list)) ; expect: (1 2)
(show (ensemble (list (later "a") (later "b") (later "A")))) ; expect: a
(show ((ensemble (list string-upcase string-downcase) #:aggregator string-append*) "Ab")) ; expect: ABab
(show (ensemble (list (later car) (later car)) #:aggregator length)) ; expect: 2
(show (message (lambda () (ensemble (list fails (later 1)) #:aggregator list)))) ; expect: broken
(show (ensemble (list fails (later 1)) #:aggregator list #:on-error (lambda (s e) (exn-message e)))) ; expect: (broken 1)
(show (message (lambda () (ensemble (list (later 1)) #:aggregator 5)))) ; expect: ensemble: expected a procedure of the list of results for #:aggregator, got 5
(show (vote '("a" "b" "a") #:method "plurality")) ; expect: a
; Long answers are cut in the error, not in the result.
(show (< (string-length (message (lambda () (vote (list (make-string 5000 #\x) (make-string 5000 #\y)))))) 400)) ; expect: #t
(show (string-length (vote (list (make-string 5000 #\x))))) ; expect: 5000

; How sure two replies are is no part of what they say.
(define (reply category confidence) (lambda () (json->string (hash 'category category 'confidence confidence))))
(displayln (answer-label (vote (list (reply "A" 0.9) (reply "B" 0.6) (reply "A" 0.6)) #:method 'majority))) ; expect: A
