;; with-timeout and anytime interrupt what never waits, and nothing else.
(define (message-of thunk) (guard (e (#t (exn-message e))) (thunk)))
(define (forever) (let loop () (loop)))

(displayln (message-of (lambda () (with-timeout 0.02 forever)))) ; expect: with-timeout: 0.02 seconds have passed
(displayln (with-timeout +inf.0 (lambda () (sleep 0.02) 'in-time))) ; expect: in-time
(displayln (message-of (lambda () (with-timeout 0.02 (lambda () (map-async (lambda (x) (forever)) '(1 2))))))) ; expect: with-timeout: 0.02 seconds have passed

; Its winders run.
(define left #f)
(message-of (lambda () (with-timeout 0.02 (lambda () (dynamic-wind void forever (lambda () (set! left #t)))))))
(displayln left) ; expect: #t

; The inner one of two; what is outside goes on.
(displayln
  (with-timeout 60
    (lambda () (list (message-of (lambda () (with-timeout 0.02 forever))) 'and-on))))
; expect: (with-timeout: 0.02 seconds have passed and-on)

; It can not be caught inside.
(displayln (message-of (lambda () (with-timeout 0.02 (lambda () (guard (e (#t 'caught)) (forever)))))))
; expect: with-timeout: 0.02 seconds have passed

; Who is in the middle of something finishes it first, though the time of another fiber is up.
(define turns '())
(define waiting
  (spawn (lambda ()
           (message-of (lambda () (with-timeout 0.01 (lambda () (dynamic-wind void (lambda () (sleep 60)) (lambda () (set! turns (cons 'left turns))))))))
           (set! turns (cons 'timeout turns)))))
(let ([end (+ (current-milliseconds) 60)])
  (let loop () (when (< (current-milliseconds) end) (loop))))
(set! turns (cons 'worked turns))
(await waiting)
(displayln (reverse turns)) ; expect: (worked left timeout)

(displayln (anytime (lambda (report) (report 'rough) (forever)) #:deadline 0.02)) ; expect: rough
(displayln (anytime (list (lambda () 'quick) forever) #:deadline 0.02)) ; expect: quick

(displayln (message-of (lambda () (with-timeout -1 void))))
; expect: with-timeout: expected a number of seconds that is not negative as argument 1, got -1
(displayln (message-of (lambda () (with-timeout 1 5))))
; expect: with-timeout: expected a procedure of no arguments as argument 2, got 5
