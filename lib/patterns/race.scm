;; Several for one answer: race, hedge, and try-fallback, which asks them one after the other.

;;> (race strategies [input ...])
;;> The value of the strategy that first succeeds; the others are cancelled. An error only when all of them fail.
;;> (race (list (lambda () (sleep 60) 'slow) (lambda () (error "broken")) (lambda () 'quick))) => quick
(define (race . arguments)
  (%with-strategies 'race arguments
    (lambda (strategies)
      (%with-scope
        (lambda (scope)
          (let ([won #f])
            (define (noting strategy)
              (if (handle? strategy)
                  strategy
                  (lambda () (let ([value (await (strategy))]) (set! won #t) value))))
            (let start ([rest strategies] [i 0])
              ; Whoever answers without waiting has won: the rest need not be asked, or paid.
              (unless (or won (null? rest))
                (%scope-start-strategy scope i (noting (car rest)))
                (start (cdr rest) (+ i 1)))))
          (%first-success 'race scope (length strategies)))))))

;; The first value out of a scope of n strategies whose keys are their places.
(define (%first-success who scope n)
  (let loop ([left n] [failures '()])
    (if (= left 0)
        (%raise-all-failed who failures)
        (let ([settled (%scope-next scope)])
          (if (eq? (vector-ref settled 1) 'done)
              (vector-ref settled 2)
              (loop (- left 1) (cons (%failure settled) failures)))))))

(define (%failure settled) (cons (vector-ref settled 0) (vector-ref settled 2)))

;;> (hedge strategies [input ...] #:delay [seconds 1])
;;> Starts the next strategy whenever so many seconds pass without an answer, or one fails; the first answer wins, and the rest is cancelled.
;;> (hedge (list (lambda () (sleep 60) 'slow) (lambda () 'backup)) #:delay 0.01) => backup
(define (hedge #:delay [seconds 1] . arguments)
  (%check-seconds 'hedge "#:delay" seconds)
  (%with-strategies 'hedge arguments
    (lambda (strategies) (%with-scope (lambda (scope) (%hedge scope strategies seconds))))))

;; Keys in the scope: a strategy's place, or a pair for the timer that was set when so many had started.
(define (%hedge scope strategies seconds)
  (define n (length strategies))
  (define (start! i)
    (%scope-start-strategy scope i (list-ref strategies i))
    (when (< (+ i 1) n) (%scope-add scope (cons 'timer i) (%timer seconds))))
  (start! 0)
  (let loop ([started 1] [running 1] [failures '()])
    (define (start-next running failures)
      (start! started)
      (loop (+ started 1) (+ running 1) failures))
    (if (and (= running 0) (= started n))
        (%raise-all-failed 'hedge failures)
        (let* ([settled (%scope-next scope)] [key (vector-ref settled 0)])
          (cond
            [(pair? key)
             ; A timer counts only while its strategy is the last one started.
             (if (= (cdr key) (- started 1)) (start-next running failures) (loop started running failures))]
            [(eq? (vector-ref settled 1) 'done) (vector-ref settled 2)]
            [(< started n) (start-next (- running 1) (cons (%failure settled) failures))]
            [else (loop started (- running 1) (cons (%failure settled) failures))])))))

;; A fallback that takes one argument more than there are inputs gets the error.
;;> (try-fallback primary fallback ... [input ...])
;;> The value of the first strategy that does not fail; each is tried when the one before it has failed.
;;> (try-fallback (lambda () (error "no luck")) (lambda () 'plan-b)) => plan-b
;;> (try-fallback (lambda () (error "no luck")) (lambda (e) (exn-message e))) => no luck
;;> ((try-fallback (lambda (x) (error "no")) (lambda (x) (* 2 x))) 4) => 8
(define (try-fallback . arguments)
  (define-values (strategies inputs) (%split-strategies 'try-fallback arguments))
  (%check-strategies 'try-fallback strategies)
  (cond
    ; A value behind thunks can only be the last resort.
    [(and (pair? inputs) (every (lambda (s) (and (procedure? s) (eqv? (%takes-exactly s) 0))) strategies))
     (%try-in-turn (append strategies (map const inputs)) '())]
    [(and (null? inputs) (procedure? (car strategies)) (not (%takes? (car strategies) 0)))
     (%with-arity-of (car strategies) (lambda inputs (%try-in-turn strategies inputs)))]
    [else (%try-in-turn strategies inputs)]))

(define (%try-in-turn strategies inputs)
  (let loop ([rest strategies] [i 0] [failures '()])
    (if (null? rest)
        (%raise-all-failed 'try-fallback failures)
        (let ([outcome (%attempt (lambda () (%call-strategy (%fallback (car rest) inputs failures))))])
          (if (eq? (car outcome) 'done)
              (cdr outcome)
              (loop (cdr rest) (+ i 1) (cons (cons i (cdr outcome)) failures)))))))

;; (done . value) or (failed . raised).
(define (%attempt thunk)
  (guard (e (#t (cons 'failed e)))
    (cons 'done (thunk))))

(define (%fallback strategy inputs failures)
  (if (and (procedure? strategy) (pair? failures) (eqv? (%takes-exactly strategy) (+ 1 (length inputs))))
      (lambda () (apply strategy (append inputs (list (cdar failures)))))
      (%with-inputs 'try-fallback strategy inputs)))
