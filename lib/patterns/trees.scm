;; Work in the shape of a tree: tree-reduce from the leaves up, recursive-spawn from the root down.

;; An f of two arguments merges a group from left to right, one of any number gets the group as arguments, and one of
;; one gets it as a list.
;;> (tree-reduce f items #:branch-factor [k 5] #:leaf-fn [leaf-fn identity] #:max-concurrent [n 20] #:empty [value])
;;> Merges the items k at a time, then what that gave, level by level and each level at once, until one is left.
;;> (tree-reduce string-append '("a" "b" "c" "d") #:branch-factor 2) => "abcd"
;;> (tree-reduce (lambda (a b) (list a b)) '(1 2 3 4) #:branch-factor 2 #:leaf-fn -) => ((-1 -2) (-3 -4))
;;> (tree-reduce (lambda (group) (apply + group)) '(1 2 3 4 5 6 7)) => 28
(define (tree-reduce f items #:branch-factor [k 5] #:leaf-fn [leaf-fn identity] #:max-concurrent [max-concurrent 20]
                     #:empty [empty %absent])
  (%check-procedure 'tree-reduce 1 f)
  (unless (and (exact-integer? k) (>= k 2))
    (%wrong-argument 'tree-reduce "#:branch-factor" "an exact integer of at least 2" k))
  (unless (procedure? leaf-fn) (%wrong-argument 'tree-reduce "#:leaf-fn" "a procedure of an item" leaf-fn))
  (let ([merge (%group-merger f)])
    (define (level f items) (%map-items 'tree-reduce f items max-concurrent #f))
    (let loop ([values (level leaf-fn items)])
      (cond
        [(null? values)
         (if (%given? empty) empty (%fail 'tree-reduce "there are no items to reduce; say #:empty what to give then"))]
        [(null? (cdr values)) (car values)]
        ; A group of one has nothing to merge with, and goes up as it is.
        [else (loop (level (lambda (group) (if (null? (cdr group)) (car group) (merge group))) (%groups values k)))]))))

;; The procedure of a whole group that f stands for, by the number of arguments that it takes.
(define (%group-merger f)
  (let ([arity (procedure-arity f)])
    (cond
      [(eqv? arity 0)
       (%wrong-argument 'tree-reduce 1 "a procedure that takes a group, as two arguments, as many, or as a list" f)]
      [(and (pair? arity) (not (cadr arity)) (<= (car arity) 2)) (lambda (group) (apply f group))]
      [(%takes? f 1) f]
      [(%takes? f 2) (lambda (group) (fold-sequential f (car group) (cdr group)))]
      [else (lambda (group) (apply f group))])))

;; The list in groups of k; the last may be shorter.
(define (%groups items k)
  (let loop ([rest items] [left k] [group '()] [groups '()])
    (cond
      [(null? rest) (reverse (if (null? group) groups (cons (reverse group) groups)))]
      [(= left 0) (loop rest k '() (cons (reverse group) groups))]
      [else (loop (cdr rest) (- left 1) (cons (car rest) group) groups)])))

;; What recur is given below the last level goes to leaf, and is an error without one. (recur a b) does both at once and
;; gives a list. A strategy of three arguments also gets the levels that are left. One of one argument has no recur: a
;; list that it gives holds the parts for the next level, whose results go to combine; at the last level it is the
;; result. Calls with #:recursive #t may nest as many levels as are left.
;;> (recursive-spawn strategy data #:depth [depth 3] #:leaf [leaf #f] #:combine [combine identity] #:max-concurrent [n 20])
;;> Calls strategy with data and a procedure recur, which does the same one level deeper with what it is given, down to depth levels.
;;> (recursive-spawn (lambda (n recur) (if (< n 2) n (apply + (recur (quotient n 2) (- n (quotient n 2)))))) 5) => 5
;;> (recursive-spawn (lambda (x) (if (string? x) (string-split x) 'no)) "a b" #:depth 0) => ("a" "b")
(define (recursive-spawn strategy data #:depth [depth 3] #:leaf [leaf #f] #:combine [combine identity]
                         #:max-concurrent [max-concurrent 20])
  (%check-procedure 'recursive-spawn 1 strategy)
  (%check-count 'recursive-spawn "#:depth" depth)
  (%check-procedure-or-false 'recursive-spawn "#:leaf" "a procedure of the data" leaf)
  (unless (procedure? combine)
    (%wrong-argument 'recursive-spawn "#:combine" "a procedure of a list of results" combine))
  (define (all f items)
    (map-async f items #:max-concurrent max-concurrent #:progress #f))
  (define (down data left)
    (cond
      [(> left 0) (visit data (- left 1))]
      [leaf (await (leaf data))]
      [else
       (%fail 'recursive-spawn
         (format "depth ~a is used up: the strategy asked for one level more; ~a"
           depth "give it a larger #:depth, or a #:leaf for what lies deeper"))]))
  (define (visit data left)
    (define (recur . parts)
      (if (= (length parts) 1)
          (down (car parts) left)
          (all (lambda (part) (down part left)) parts)))
    (define (call . more)
      (parameterize ([%recursion-levels left]) (await (apply strategy data more))))
    (cond
      [(%takes? strategy 2) (call recur)]
      [(%takes? strategy 3) (call recur left)]
      [else
       (let ([result (call)])
         (if (and (pair? result) (list? result) (> left 0))
             (await (combine (all (lambda (part) (down part left)) result)))
             result))]))
  (visit (await data) depth))
