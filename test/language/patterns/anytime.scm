; anytime: the best at the deadline, from steps, reports, generators and strategies; what was interrupted is cancelled.
(define (show . xs) (for-each display xs) (newline))
(define (message thunk) (guard (e (#t (exn-message e))) (thunk)))
(define left '())
(define (waits name) (dynamic-wind void (lambda () (sleep 600) name) (lambda () (set! left (cons name left)))))

(show (anytime (lambda (x) (spawn (lambda () (and (< x 5) (+ x 1))))) 0 #:deadline 600)) ; expect: 5
(show (anytime (lambda (x) (waits 'step)) 'init #:deadline 0.01) left) ; expect: init(step)
(show (anytime (lambda (x) #f) 'init #:deadline 600)) ; expect: init
(show (anytime (lambda (x) (error "cannot")) 'init #:deadline 600)) ; expect: init
; A step that never waits is still interrupted.
(show (> (anytime add1 0 #:deadline 0.02) 0)) ; expect: #t
(show (anytime (lambda (best report) (report (list best 'better)) (waits 'both)) 'init #:deadline 0.02)) ; expect: (init better)

(show (anytime (lambda (report) (report 1) (report (spawn (lambda () 2))) 3) #:deadline 600)) ; expect: 3
(show (anytime (lambda (report) (report 1) (report 2) (void)) #:deadline 600)) ; expect: 2
(set! left '())
(show (anytime (lambda (report) (report 'rough) (waits 'fine)) #:deadline 0.02) left) ; expect: rough(fine)
(show (anytime (lambda (report) (report 'rough) (error "later on")) #:deadline 600)) ; expect: rough
(show (message (lambda () (anytime (lambda (report) (error "at once")) #:deadline 600)))) ; expect: at once
(show (message (lambda () (anytime (lambda (report) (waits 'all)) #:deadline 0.01)))) ; expect: anytime: no result within 0.01 seconds
(show (anytime (lambda (report) (report 3) (report 9) (report 4) 5) #:deadline 600 #:score (lambda (x) (spawn (lambda () x))))) ; expect: 9

(show (anytime (list->generator '(a b c)) #:deadline 600)) ; expect: c
(show (anytime (generator) 'init #:deadline 600)) ; expect: init
(set! left '())
(show (anytime (list (lambda () 'quick) (lambda () (sleep 0.001) 'good) (lambda () (waits 'best))) #:deadline 0.05) left) ; expect: good(best)
(show (anytime (list (lambda () (sleep 0.005) 'quick) (lambda () 'good)) #:deadline 600)) ; expect: good
(show (anytime (list (lambda () 'quick) (lambda () (error "no"))) #:deadline 600)) ; expect: quick
(show (anytime (list add1 sub1) 5 #:deadline 600 #:score identity)) ; expect: 6
(show (message (lambda () (anytime (list (lambda () (error "a")) (lambda () (error "b"))) #:deadline 600)))) ; expect: anytime: all 2 strategies failed: 1. a; 2. b
(show (map-async (lambda (n) (anytime (lambda (x) (and (< x n) (add1 x))) 0 #:deadline 600)) '(2 3))) ; expect: (2 3)
(set! left '())
(show (message (lambda () (with-timeout 0.01 (lambda () (anytime (lambda (report) (report 1) (waits 'x)) #:deadline 600))))) left) ; expect: with-timeout: 0.01 seconds have passed(x)
(show (message (lambda () (anytime 5 #:deadline 1)))) ; expect: anytime: expected a procedure or a list of strategies as argument 1, got 5
(show (message (lambda () (anytime add1 0 #:deadline -1)))) ; expect: anytime: expected a number of seconds that is not negative for #:deadline, got -1
