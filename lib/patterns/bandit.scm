;; Choosing among arms by what they have earned: bandit, by UCB1.

;; Arms are procedures, (name . procedure), or names of models for `call`, which gets the name and the arguments;
;; without it, (llm-query #:instruction argument #:model name). reward is a procedure of the value (and the arguments)
;; that gives a number or a truth value; without it, a value other than #f is worth 1. An error is worth 0 and goes on.
;; Each arm is called once first. With a key the state is kept by checkpoint, and the next run goes on with it.
;;> (bandit arms [reward] #:reward [reward #f] #:key [key #f] #:exploration [c (sqrt 2)] #:call [call #f])
;;> A procedure that hands its arguments to the arm that promises most by UCB1: mean reward plus c * sqrt(ln N / n).
;;> (let ([b (bandit (list (cons 'bad (lambda (x) 0)) (cons 'good (lambda (x) 1))) #:reward identity #:exploration 0.1)]) (for ([i 20]) (b i)) (hash-ref (hash-ref (bandit-state b) 'bad) 'pulls)) => 1
(define (bandit arms [by-place #f] #:reward [reward by-place] #:key [key #f] #:exploration [c (sqrt 2)]
                #:call [call #f])
  (%check-procedure-or-false 'bandit "#:reward" "a procedure of a value" reward)
  (%check-procedure-or-false 'bandit "#:call" "a procedure of an arm's name and the arguments" call)
  (unless (and (real? c) (>= c 0)) (%wrong-argument 'bandit "#:exploration" "a number that is not negative" c))
  (define all (%restore-arms (%make-arms (%items->list 'bandit arms) call) key))
  (define (save!) (when key (checkpoint key (%arms->hash all #f))))
  (lambda arguments
    (if (and (pair? arguments) (eq? (car arguments) %bandit-state))
        (%arms->hash all #t)
        (let* ([arm (%best-arm all c)]
               [outcome (%pull arm arguments)]
               [earned (if (eq? (car outcome) 'done) (%reward-of reward (cdr outcome) arguments) 0)])
          (%set-arm-pulls! arm (+ (%arm-pulls arm) 1))
          (%set-arm-reward! arm (+ (%arm-reward arm) earned))
          (save!)
          (if (eq? (car outcome) 'done) (cdr outcome) (raise (cdr outcome)))))))

;; What bandit-state asks a bandit for its state with.
(define %bandit-state (list 'bandit-state))

;;> (bandit-state bandit)
;;> A bandit's arms by name: a hash of hashes with pulls, reward, mean and pending.
;;> (bandit-state (bandit (list (cons 'a car)))) => #hash((a . #hash((pulls . 0) (reward . 0) (mean . 0) (pending . 0))))
(define (bandit-state bandit)
  (%check-procedure 'bandit-state 1 bandit)
  (bandit %bandit-state))

(define-record-type %arm
  (%make-arm name call pulls reward pending)
  %arm?
  (name %arm-name)
  (call %arm-call)
  (pulls %arm-pulls %set-arm-pulls!)
  (reward %arm-reward %set-arm-reward!)
  (pending %arm-pending %set-arm-pending!))

(define (%make-arms arms call)
  (when (null? arms) (%fail 'bandit "expected at least one arm, got none"))
  (let ([made (map (lambda (arm i) (%make-arm (%name-of-arm arm i) (%call-of-arm arm call) 0 0 0))
                   arms (iota (length arms)))])
    (let loop ([rest made])
      (when (pair? rest)
        (when (memq (%arm-name (car rest)) (map %arm-name (cdr rest)))
          (%fail 'bandit (format "two arms have the name ~a" (%arm-name (car rest)))))
        (loop (cdr rest))))
    made))

(define (%name-of-arm arm i)
  (let ([name (if (pair? arm) (car arm) arm)])
    (cond
      [(procedure? name) (string->symbol (format "arm-~a" (+ i 1)))]
      [(symbol? name) name]
      [(string? name) (string->symbol name)]
      [else (%wrong-argument 'bandit 1 "arms: procedures, names, or names with procedures" arm)])))

(define (%call-of-arm arm call)
  (cond
    [(procedure? arm) arm]
    [(and (pair? arm) (procedure? (cdr arm))) (cdr arm)]
    [(and (pair? arm) (pair? (cdr arm)) (procedure? (cadr arm))) (cadr arm)]
    [(pair? arm) (%wrong-argument 'bandit 1 "arms: procedures, names, or names with procedures" arm)]
    [call (lambda arguments (apply call arm arguments))]
    [else (lambda (instruction) (llm-query #:instruction instruction #:model (format "~a" arm)))]))

;; A call that is under way counts as a pull, so that many at once do not all go to one arm; cancelled, it never was.
(define (%pull arm arguments)
  (dynamic-wind
    (lambda () (%set-arm-pending! arm (+ (%arm-pending arm) 1)))
    (lambda () (%attempt (lambda () (await (apply (%arm-call arm) arguments)))))
    (lambda () (%set-arm-pending! arm (- (%arm-pending arm) 1)))))

(define (%best-arm arms c)
  (let* ([tries (lambda (arm) (+ (%arm-pulls arm) (%arm-pending arm)))]
         [all (apply + (map tries arms))]
         [bound (lambda (arm) (+ (%arm-mean arm) (* c (sqrt (/ (log all) (tries arm))))))])
    (or (find (lambda (arm) (= (tries arm) 0)) arms)
        (argmax bound arms))))

(define (%arm-mean arm)
  (if (= (%arm-pulls arm) 0) 0 (/ (%arm-reward arm) (%arm-pulls arm))))

(define (%reward-of reward value arguments)
  (let ([earned (await (cond [(not reward) value]
                             [(%takes? reward 1) (reward value)]
                             [else (apply reward value arguments)]))])
    (cond
      [(boolean? earned) (if earned 1 0)]
      [(not reward) 1]
      [(and (real? earned) (finite? earned)) earned]
      [else (%fail 'bandit (format "the reward must be a number or a truth value, got ~s" earned))])))

(define (%arms->hash arms full)
  (let ([table (make-hash)])
    (for-each
      (lambda (arm)
        (hash-set! table (%arm-name arm)
          (if full
              (hash 'pulls (%arm-pulls arm) 'reward (%arm-reward arm) 'mean (%arm-mean arm) 'pending (%arm-pending arm))
              (hash 'pulls (%arm-pulls arm) 'reward (inexact (%arm-reward arm))))))
      arms)
    table))

;; Takes over what an earlier run kept of the arms that are still there.
(define (%restore-arms arms key)
  (let ([kept (and key (restore key))])
    (when kept
      (unless (hash? kept) (%fail 'bandit (format "what is kept under ~s is not the state of a bandit" key)))
      (for-each
        (lambda (arm)
          (let ([state (hash-ref kept (%arm-name arm) #f)])
            (when state
              (unless (and (hash? state)
                           (exact-integer? (hash-ref state 'pulls #f))
                           (real? (hash-ref state 'reward #f)))
                (%fail 'bandit (format "what is kept under ~s is not the state of a bandit" key)))
              (%set-arm-pulls! arm (hash-ref state 'pulls))
              (%set-arm-reward! arm (hash-ref state 'reward)))))
        arms))
    arms))
