; memoized: one call for equal arguments, also at the same time; failures, time to live, cancelled callers.
(define (show . xs) (for-each display xs) (newline))
(define (message thunk) (guard (e (#t (exn-message e))) (thunk)))
(define calls '())
(define (slow . xs) (set! calls (cons xs calls)) (spawn (lambda () (sleep 0.001) (cons 'of xs))))
(define f (memoized slow))

(show (f 1) (f 1) (f 2) (length calls)) ; expect: (of 1)(of 1)(of 2)2
(set! calls '())
(show (map-async (lambda (x) (f x)) '(7 8 7 7 8)) (length calls)) ; expect: ((of 7) (of 8) (of 7) (of 7) (of 8))2
(set! calls '())
(f (hash 'a 1 'b (list "x"))) (f (hash 'b (list "x") 'a 1)) (f (string->json "{\"b\":[\"x\"],\"a\":1}"))
(show (length calls)) ; expect: 1
(f 1.0) (f "1") (f)
(show (length calls)) ; expect: 4
; A key that its caller changes later is still what it was.
(set! calls '())
(define text (string-copy "ab"))
(define table (make-hash))
(hash-set! table 'k (list text))
(f table)
(string-set! text 0 #\z)
(hash-set! table 'more 1)
(f table)
(show (length calls)) ; expect: 2
(f (hash 'k '("ab")))
(show (length calls)) ; expect: 2

(set! calls '())
(define by-word (memoized slow #:normalize (lambda (s) (spawn (lambda () (string-downcase (string-trim s)))))))
(show (by-word "Ab ") (by-word "ab") (by-word " AB") (length calls)) ; expect: (of Ab )(of Ab )(of Ab )1
(set! calls '())
(define by-first (memoized slow #:key-fn (lambda (a b) a)))
(show (by-first 1 2) (by-first 1 3) (length calls)) ; expect: (of 1 2)(of 1 2)1

(define tries 0)
(define flaky (memoized (lambda (x) (set! tries (+ tries 1)) (sleep 0.001) (if (< tries 2) (error "flaky") tries))))
(show (parallel (make-list 3 (lambda () (message (lambda () (flaky 1)))))) tries) ; expect: (flaky flaky flaky)1
(show (flaky 1) (flaky 1) tries) ; expect: 222

(set! calls '())
(define never (memoized slow #:ttl 0))
(never 1) (never 1)
(show (length calls)) ; expect: 2

; Somebody who gives up leaves the call to the others; the last one takes it along.
(define ended '())
(define gate (channel))
(define (long x)
  (dynamic-wind void
                (lambda () (if (= x 1) (channel-get gate) (sleep 600)) x)
                (lambda () (set! ended (cons x ended)))))
(define kept (memoized long))
(define patient (spawn (lambda () (kept 1))))
(show (message (lambda () (with-timeout 0.001 (lambda () (kept 1)))))) ; expect: with-timeout: 0.001 seconds have passed
(show ended) ; expect: ()
(channel-put! gate 'open)
(show (await patient) ended) ; expect: 1(1)
(show (message (lambda () (with-timeout 0.001 (lambda () (kept 2)))))) ; expect: with-timeout: 0.001 seconds have passed
(show ended) ; expect: (2 1)
(show (race (lambda () (kept 3)) (lambda () (sleep 0.001) 'other)) ended) ; expect: other(3 2 1)

; The first caller may be the one who gives up.
(set! ended '())
(define shared (memoized long))
(define first (spawn (lambda () (with-timeout 0.001 (lambda () (shared 1))))))
(define second (spawn (lambda () (shared 1))))
(show (message (lambda () (await first)))) ; expect: with-timeout: 0.001 seconds have passed
(channel-put! gate 'open)
(show (await second) ended) ; expect: 1(1)

(define fib (memoized (lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))))
(show (fib 60)) ; expect: 1548008755920
(define itself (memoized (lambda (x) (itself x))))
(show (message (lambda () (itself 1)))) ; expect: memoized: a call needs its own value: it asks for what it is working out
(show (message (lambda () (memoized 5)))) ; expect: memoized: expected a procedure as argument 1, got 5
(show (message (lambda () (memoized slow #:ttl -1)))) ; expect: memoized: expected a number of seconds that is not negative for #:ttl, got -1

; Keywords belong to the key; whoever looks sees how many arguments f takes.
(define asked 0)
(define (ask doc #:model [model "small"]) (set! asked (+ asked 1)) (list doc model))
(define cached (memoized ask))
(show (cached 1) (cached 1 #:model "large") (cached 1 #:model "large") (cached 1) asked) ; expect: (1 small)(1 large)(1 large)(1 small)2
(show (procedure-arity cached)) ; expect: 1
(show (message (lambda () (cached 1 2)))) ; expect: ask: expected 1 argument, got 2
(show (message (lambda () (cached 1 #:modle "x")))) ; expect: ask: unknown keyword #:modle
