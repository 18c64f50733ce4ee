;; What the patterns share: strategies and their input, starting them in a scope, and telling how all of them failed.

;; Stands for a keyword argument that was not given, where every value could be one.
(define %absent (list 'absent))

(define (%given? x) (not (eq? x %absent)))

(define (%strategy? x) (or (procedure? x) (handle? x)))

;; Whether f can be called with n arguments.
(define (%takes? f n) (procedure-arity-includes? f n))

;; The number of arguments that f takes, where it takes exactly that many; else #f.
(define (%takes-exactly f)
  (let ([arity (procedure-arity f)]) (and (exact-integer? arity) arity)))

;; g, which takes any arguments, made to need one where f does: it is not taken for a thunk then.
(define (%with-input-like f g)
  (if (%takes? f 0) g (lambda (x . more) (apply g x more))))

;; Any source of items as a list; a generator or port is read to its end.
(define (%items->list who items)
  (cond
    [(list? items) items]
    [(vector? items) (vector->list items)]
    [else
     (let ([next (%item-source who items)])
       (let loop ([found '()])
         (let ([item (next)])
           (if (eof-object? item) (reverse found) (loop (cons item found))))))]))

;; The strategies at the head of the arguments, given as one list (or vector) or one by one, and the inputs behind them:
;; two values.
(define (%split-strategies who arguments)
  (cond
    [(null? arguments) (%fail who "expected strategies: a list of procedures, or procedures one by one")]
    [(or (list? (car arguments)) (vector? (car arguments)))
     (values (%items->list who (car arguments)) (cdr arguments))]
    [(not (%strategy? (car arguments)))
     (%wrong-argument who 1 "strategies: a list of procedures, or procedures one by one" (car arguments))]
    [else
     (let loop ([rest arguments] [strategies '()])
       (if (and (pair? rest) (%strategy? (car rest)))
           (loop (cdr rest) (cons (car rest) strategies))
           (values (reverse strategies) rest)))]))

(define (%check-strategies who strategies)
  (when (null? strategies) (%fail who "expected at least one strategy, got none"))
  (for-each
    (lambda (strategy)
      (unless (%strategy? strategy)
        (%wrong-argument who 1 "strategies: procedures (or handles), in a list or one by one" strategy)))
    strategies))

;; Calls `run` with strategies that need no more arguments. Procedures of an input wait for it: without inputs among the
;; arguments, the value is then a procedure of the input.
(define (%with-strategies who arguments run)
  (define-values (strategies inputs) (%split-strategies who arguments))
  (%check-strategies who strategies)
  (define (run-on inputs) (run (map (lambda (s) (%with-inputs who s inputs)) strategies)))
  (define needing (and (null? inputs) (find (lambda (s) (and (procedure? s) (not (%takes? s 0)))) strategies)))
  (if needing
      (%with-arity-of needing (lambda inputs (run-on inputs)))
      (run-on inputs)))

;; A strategy with its inputs in it; thunks among strategies with inputs are called as they are.
(define (%with-inputs who strategy inputs)
  (cond
    [(or (handle? strategy) (null? inputs)) strategy]
    [(%takes? strategy (length inputs)) (lambda () (apply strategy inputs))]
    [(%takes? strategy 0) strategy]
    [else
     (%wrong-argument who 1 (format "strategies that take the ~a given" (%plural (length inputs) "input")) strategy)]))

;; The value of a strategy that needs no more arguments.
(define (%call-strategy strategy)
  (await (if (handle? strategy) strategy (strategy))))

;; map-async under the name of its caller.
(define (%map-items who f items max-concurrent on-error)
  (let ([results (%make-results)])
    (%run-items who f items max-concurrent on-error #t #f (lambda (i value) (%results-set! results i value)))
    (%results->list results)))

;; Starts a strategy in a scope; a handle that runs already is watched, and cancelled with the others.
(define (%scope-start-strategy scope key strategy)
  (if (handle? strategy)
      (%scope-add scope key strategy)
      (%scope-start scope key (lambda () (await (strategy))))))

;; One error for many: it names each, in the order of the strategies. `failures` is a list of (index . raised).
;; Refusals by a cap stay what they are, so that the run's status says so.
(define (%raise-all-failed who failures)
  (let ([sorted (sort failures (lambda (a b) (< (car a) (car b))))])
    (if (or (null? (cdr sorted)) (every (lambda (f) (%budget-refusal? (cdr f))) sorted))
        (raise (cdar sorted))
        (%fail who
          (format "all ~a strategies failed: ~a" (length sorted)
            (%enumerate (lambda (f) (format "~a. ~a" (+ 1 (car f)) (%raised-text (cdr f)))) sorted "; "))))))

;; The texts of the first ten of many, for an error that people read.
(define (%enumerate text items between)
  (let* ([n (length items)] [shown (if (> n 10) (take items 10) items)])
    (string-append
      (string-join (map text shown) between)
      (if (> n 10) (format "~a… and ~a more" between (- n 10)) ""))))

;; A value as an error shows it: what a model wrote may be long.
(define (%shown x)
  (let ([text (format "~s" x)])
    (if (> (string-length text) 100) (string-append (substring text 0 100) "…") text)))

(define (%fail who message) (error who "~a" message))

(define (%budget-refusal? raised)
  (and (error-object? raised) (equal? (format "~a" (error-object-code raised)) "budget")))

;; What was raised, as a text for people.
(define (%raised-text raised)
  (if (error-object? raised) (exn-message raised) (format "~s" raised)))

(define (%plural n noun)
  (string-append (number->string n) " " noun (if (= n 1) "" "s")))

(define (%check-procedure-or-false who keyword wanted f)
  (when (and f (not (procedure? f))) (%wrong-argument who keyword wanted f)))

(define (%check-positive who keyword n)
  (unless (and (exact-integer? n) (> n 0)) (%wrong-argument who keyword "an exact positive integer" n)))

(define (%check-count who keyword n)
  (unless (and (exact-integer? n) (>= n 0)) (%wrong-argument who keyword "an exact integer that is not negative" n)))

(define (%check-seconds who keyword n)
  (unless (and (real? n) (>= n 0)) (%wrong-argument who keyword "a number of seconds that is not negative" n)))

(define (%check-share who keyword n)
  (unless (and (real? n) (< 0 n) (<= n 1)) (%wrong-argument who keyword "a share above 0 and up to 1" n)))
