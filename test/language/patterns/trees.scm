; tree-reduce: shapes, mergers of every arity, parallel levels. recursive-spawn: depth at N and N + 1.
(define (show . xs) (for-each display xs) (newline))
(define (message thunk) (guard (e (#t (exn-message e))) (thunk)))
(define (later f) (lambda xs (spawn (lambda () (sleep 0.001) (apply f xs)))))

(show (tree-reduce (later (lambda (a b) (list a b))) '(1 2 3 4 5) #:branch-factor 2)) ; expect: (((1 2) (3 4)) 5)
(show (tree-reduce (lambda (a b) (list a b)) '(1 2 3 4) #:branch-factor 3)) ; expect: (((1 2) 3) 4)
(show (tree-reduce (later (lambda parts (cons 'm parts))) (range 7) #:branch-factor 3)) ; expect: (m (m 0 1 2) (m 3 4 5) 6)
(show (tree-reduce (lambda (group) (cons 'm group)) (range 6))) ; expect: (m (m 0 1 2 3 4) 5)
(show (tree-reduce + (range 100) #:branch-factor 7)) ; expect: 4950
(show (tree-reduce string-append '("a" "b" "c") #:leaf-fn (later string-upcase))) ; expect: ABC
(show (tree-reduce (lambda (group [note 'none]) (list note group)) '(1 2))) ; expect: (none (1 2))
(show (tree-reduce (lambda (a b [note 'none]) (list a b note)) '(1 2))) ; expect: (1 2 none)
(show (tree-reduce (lambda (a b . more) (list a b more)) '(1 2 3))) ; expect: (1 2 (3))
(show (tree-reduce list #(1) #:leaf-fn -) (tree-reduce list '(1))) ; expect: -11
(show (tree-reduce + (make-range-generator 0 10))) ; expect: 45
(show (tree-reduce + '() #:empty 0)) ; expect: 0
(show (message (lambda () (tree-reduce + '())))) ; expect: tree-reduce: there are no items to reduce; say #:empty what to give then
(show (message (lambda () (tree-reduce + '(1 2) #:branch-factor 1)))) ; expect: tree-reduce: expected an exact integer of at least 2 for #:branch-factor, got 1
(show (message (lambda () (tree-reduce current-jiffy '(1 2))))) ; expect: tree-reduce: expected a procedure that takes a group, as two arguments, as many, or as a list as argument 1, got #<procedure:current-jiffy>

(define running 0)
(define peak 0)
(define merges 0)
(define (slow-merge . xs)
  (set! merges (+ merges 1))
  (set! running (+ running 1))
  (set! peak (max peak running))
  (sleep 0.002)
  (set! running (- running 1))
  (apply + xs))
(show (tree-reduce slow-merge (range 16) #:branch-factor 2)) ; expect: 120
(show merges " " peak) ; expect: 15 8
(set! peak 0)
(show (tree-reduce slow-merge (range 16) #:branch-factor 2 #:max-concurrent 3) " " peak) ; expect: 120 3
(define left 0)
(define (waits . xs) (dynamic-wind void (lambda () (sleep 600)) (lambda () (set! left (+ left 1)))))
(show (message (lambda () (tree-reduce (lambda (a b) (if (= a 0) (begin (sleep 0.001) (error "merge broke")) (waits))) (range 6) #:branch-factor 2)))) ; expect: merge broke
(show left) ; expect: 2

; Each level splits in two: depth n has leaves of 2^n.
(define (halve data recur)
  (if (<= data 1) data (let ([half (quotient data 2)]) (apply + (recur half (- data half))))))
(show (recursive-spawn halve 8 #:depth 3)) ; expect: 8
(show (message (lambda () (recursive-spawn halve 16 #:depth 3)))) ; expect: recursive-spawn: depth 3 is used up: the strategy asked for one level more; give it a larger #:depth, or a #:leaf for what lies deeper
(show (recursive-spawn halve 16 #:depth 3 #:leaf (later (lambda (data) (* 100 data))))) ; expect: 1600
(show (recursive-spawn halve 1 #:depth 0)) ; expect: 1
(show (message (lambda () (recursive-spawn halve 2 #:depth 0)))) ; expect: recursive-spawn: depth 0 is used up: the strategy asked for one level more; give it a larger #:depth, or a #:leaf for what lies deeper
(define deepest 0)
(define (go-down level recur left)
  (set! deepest (max deepest level))
  (if (= left 0) level (recur (+ level 1))))
(show (recursive-spawn go-down 0 #:depth 5) " " deepest) ; expect: 5 5
(show (recursive-spawn (lambda (s recur) (if (= 1 (string-length s)) s (map-async recur (map string (string->list s))))) "abc")) ; expect: (a b c)
(define calls 0)
(define (words x)
  (set! calls (+ calls 1))
  (spawn (lambda () (if (string-contains? x " ") (string-split x) (string-upcase x)))))
(show (recursive-spawn words "a b c" #:depth 1 #:combine (lambda (parts) (string-join parts "-"))) " " calls) ; expect: A-B-C 4
(show (recursive-spawn words "a b" #:depth 0)) ; expect: (a b)
(set! peak 0)
(show (recursive-spawn (lambda (n recur) (if (= n 0) (slow-merge 1) (apply + (recur 0 0 0 0)))) 1 #:max-concurrent 2) " " peak) ; expect: 4 2
(show (message (lambda () (recursive-spawn halve 2 #:depth 1.5)))) ; expect: recursive-spawn: expected an exact integer that is not negative for #:depth, got 1.5
