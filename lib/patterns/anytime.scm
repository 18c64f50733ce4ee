;; The best that there is when time is up: anytime.

;; With init, improve is called on it, on what it gave and so on, until it gives #f or an eof object. Without, it gets a
;; procedure for reporting results, and its own value is the last of them; one of no arguments is a generator. A list of
;; strategies runs at once, and one further back is better. With a score, the highest wins. Only where there is no
;; result at all is it an error.
;;> (anytime improve [init] #:deadline seconds #:score [score #f])
;;> The latest or best result when the seconds have passed or improve has ended; whatever is under way then is cancelled.
;;> (anytime (lambda (report) (report 'rough) (report 'better) (sleep 60) 'perfect) #:deadline 0.01) => better
;;> (anytime (lambda (x) (and (< x 5) (+ x 1))) 0 #:deadline 60) => 5
(define (anytime improve #:deadline seconds #:score [score #f] . init)
  (unless (or (procedure? improve) (pair? improve) (vector? improve))
    (%wrong-argument 'anytime 1 "a procedure or a list of strategies" improve))
  (%check-seconds 'anytime "#:deadline" seconds)
  (%check-procedure-or-false 'anytime "#:score" "a procedure of a result" score)
  (when (and (pair? init) (pair? (cdr init))) (%fail 'anytime "expected improve and one init"))
  (define best %absent)
  (define best-rank #f)
  ; Without a score a result's rank is its place among the strategies, or nothing: then the latest is the best.
  (define (offer! value place)
    (let ([rank (if score (await (score value)) place)])
      (when (or (not best-rank) (>= rank best-rank))
        (set! best value)
        (set! best-rank rank))
      value))
  (define (report value) (offer! (await value) 0))
  (define starts
    (cond
      [(not (procedure? improve)) (%ranked-strategies (%items->list 'anytime improve) init offer!)]
      [else (list (lambda () (%improve-on improve init report)))]))
  (when (and (procedure? improve) (pair? init)) (report (car init)))
  (let ([failures (%until-deadline starts seconds)])
    (cond
      [(%given? best) best]
      [(pair? failures) (%raise-all-failed 'anytime failures)]
      [else (%fail 'anytime (format "no result within ~a seconds" seconds))])))

(define (%ranked-strategies strategies init offer!)
  (%check-strategies 'anytime strategies)
  (map
    (lambda (strategy place)
      (lambda () (offer! (%call-strategy (%with-inputs 'anytime strategy init)) place)))
    strategies (iota (length strategies))))

;; One way of improving, run to its end; every result goes to report.
(define (%improve-on improve init report)
  (cond
    [(and (pair? init) (%takes? improve 1))
     (%report-each (lambda (value) (improve value)) (await (car init)) report)]
    [(pair? init) (%report-end (await (improve (car init) report)) report)]
    [(%takes? improve 0) (%report-each (lambda (ignored) (improve)) #t report)]
    [else (%report-end (await (improve report)) report)]))

;; Steps from value to value until one is #f or an eof object. Between steps others run, so that the deadline is seen.
(define (%report-each step value report)
  (let loop ([value value])
    (sleep 0)
    (let ([next (await (step value))])
      (when (and next (not (eof-object? next)))
        (report next)
        (loop next)))))

(define (%report-end value report)
  (unless (or (not value) (void? value) (eof-object? value)) (report value)))

;; Runs thunks in a scope until all have ended or time is up: the failures, as pairs of place and what was raised.
(define (%until-deadline thunks seconds)
  (%with-scope
    (lambda (scope)
      (%scope-deadline scope 'timer seconds)
      (for-each (lambda (thunk i) (%scope-start scope i thunk)) thunks (iota (length thunks)))
      (let loop ([left (length thunks)] [failures '()])
        (if (= left 0)
            failures
            (let ([settled (%scope-next scope)])
              (cond
                [(eq? (vector-ref settled 0) 'timer) failures]
                [(eq? (vector-ref settled 1) 'done) (loop (- left 1) failures)]
                [else (loop (- left 1) (cons (%failure settled) failures))])))))))
