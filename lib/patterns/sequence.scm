;; One step after the other: sequence, choose, fold-sequential, iterate-until.

;;> (sequence f ...)
;;> A procedure that hands its arguments to the first f, that value to the next f and so on, awaiting each.
;;> ((sequence string-upcase (lambda (s) (spawn (lambda () (string-append s "!"))))) "go") => "GO!"
(define (sequence . fs)
  (let ([steps (if (and (pair? fs) (null? (cdr fs)) (list? (car fs))) (car fs) fs)])
    (for-each (lambda (f) (%check-procedure 'sequence 1 f)) steps)
    (cond
      [(null? steps) identity]
      [else
       (%with-arity-of (car steps)
         (lambda inputs
           (let loop ([value (await (%call-step (car steps) (map await inputs)))] [rest (cdr steps)])
             (if (null? rest)
                 value
                 (loop (await (%call-step (car rest) (list value))) (cdr rest))))))])))

;; A step of no arguments has no use for the value before it.
(define (%call-step f arguments)
  (if (eqv? (%takes-exactly f) 0) (f) (apply f arguments)))

;; Where pred is a thunk or no procedure, the choice is made at once, and its value given.
;;> (choose pred then [else identity])
;;> A procedure that calls then with its arguments where pred holds of them, and else where not.
;;> ((choose string? string-length sqrt) "four") => 4
;;> (choose (lambda () (< 2 1)) (lambda () 'then) (lambda () 'else)) => else
(define (choose pred then [else identity])
  (define (decide holds inputs)
    (let ([branch (if holds then else)])
      (cond
        [(not (procedure? branch)) (await branch)]
        [(and (not (%takes? branch (length inputs))) (%takes? branch 0)) (await (branch))]
        [else (await (apply branch inputs))])))
  (cond
    [(not (procedure? pred)) (decide (await pred) '())]
    [(eqv? (%takes-exactly pred) 0) (decide (await (pred)) '())]
    [else (%with-arity-of pred (lambda inputs (decide (await (apply pred inputs)) inputs)))]))

;;> (fold-sequential f init items)
;;> Combines the items from left to right, one at a time: f gets what it gave before (first init) and an item.
;;> (fold-sequential (lambda (acc item) (spawn (lambda () (cons item acc)))) '() '(1 2 3)) => (3 2 1)
(define (fold-sequential f init items)
  (%check-procedure 'fold-sequential 1 f)
  (let ([next (%item-source 'fold-sequential items 3)])
    (let loop ([acc (await init)])
      (let ([item (next)])
        (if (eof-object? item)
            acc
            (loop (await (f acc item))))))))

;; Init and pred may change places, where only one of them is a procedure.
;;> (iterate-until f pred init #:max-iter [n 10])
;;> Calls f on init, on the value it gave and so on, until pred holds of the value, at most n times; then the last value.
;;> (iterate-until (lambda (x) (* 2 x)) (lambda (x) (> x 100)) 1) => 128
;;> (iterate-until add1 negative? 0 #:max-iter 3) => 3
(define (iterate-until f pred init #:max-iter [max-iter 10])
  (if (and (procedure? init) (not (procedure? pred)))
      (iterate-until f init pred #:max-iter max-iter)
      (%iterate f pred init max-iter)))

(define (%iterate f pred init max-iter)
  (%check-procedure 'iterate-until 1 f)
  (%check-procedure 'iterate-until 2 pred)
  (%check-count 'iterate-until "#:max-iter" max-iter)
  (let loop ([value (await init)] [i 0])
    (if (or (await (pred value)) (= i max-iter))
        value
        (loop (await (f value)) (+ i 1)))))
