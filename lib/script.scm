;;; What a script says of itself: where it ends, what it keeps for its next run.

;;> (checkpoint key value)
;;> Saves a value under a key in the store, as JSON, and gives the value.
;;> (checkpoint "half-way" '(1 2)) => (1 2)
(define (checkpoint key value)
  (%checkpoint (string-append key) (json->string value))
  value)

;;> (restore key)
;;> The value that checkpoint saved under a key, or #f.
;;> (begin (checkpoint "k" '(1 2)) (restore "k")) => (1 2)
(define (restore key)
  (let ([json (%restore (string-append key))])
    (and json (string->json json))))

;;> (finish-var name)
;;> Ends the run with the value of a variable: Scheme's if there is one of that name, else Python's.
;;> (procedure? finish-var) => #t
(define (finish-var name)
  (%finish-scheme-variable name)
  (finish (py-eval (string-append name))))
