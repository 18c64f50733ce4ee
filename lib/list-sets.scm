;; Lists by their elements: deleting, duplicates, grouping, association lists, lists as sets (SRFI 1, Racket).

;;> (delete x list [same?])
;;> The list without all elements that are equal? to x.
;;> (delete 2 '(1 2 3 2)) => (1 3)
(define (delete x lst [same? equal?])
  (%check-procedure 'delete 3 same?)
  (filter-not (lambda (y) (same? x y)) (%check-list 'delete 2 lst)))

;;> (delete! x list [same?])
;;> The list without all elements that are equal? to x.
;;> (delete! 2 (list 1 2 3 2)) => (1 3)
(define (delete! x lst [same? equal?])
  (delete x lst same?))

(define (%unique keys items same?)
  (if (%hashable-equivalence? same?)
      (%distinct keys items same?)
      (let loop ((keys keys) (items items) (seen '()) (done '()))
        (cond ((null? keys) (reverse done))
              ((any (lambda (key) (same? key (car keys))) (reverse seen))
               (loop (cdr keys) (cdr items) seen done))
              (else (loop (cdr keys) (cdr items) (cons (car keys) seen) (cons (car items) done)))))))

;;> (delete-duplicates list [same?])
;;> The list with only the first of elements that are equal?.
;;> (delete-duplicates '(a b a c b)) => (a b c)
(define (delete-duplicates lst [same? equal?])
  (%check-procedure 'delete-duplicates 2 same?)
  (%check-list 'delete-duplicates 1 lst)
  (%unique lst lst same?))

;;> (delete-duplicates! list [same?])
;;> The list with only the first of elements that are equal?.
;;> (delete-duplicates! (list 'a 'b 'a)) => (a b)
(define (delete-duplicates! lst [same? equal?])
  (delete-duplicates lst same?))

;;> (remove-duplicates list [same?] #:key [key])
;;> The list with only the first of elements that are equal?, or whose keys are.
;;> (remove-duplicates '(1 2 1 3)) => (1 2 3)
;;> (remove-duplicates '(1 3 2) #:key even?) => (1 2)
(define (remove-duplicates lst [same? equal?] #:key [key #f])
  (%check-list 'remove-duplicates 1 lst)
  (%check-procedure 'remove-duplicates 2 same?)
  (%unique (if key (map key lst) lst) lst same?))

;;> (check-duplicates list [same?] #:key [key] #:default [default])
;;> The first element that is equal? to an earlier one, or default (#f).
;;> (check-duplicates '(1 2 3 2)) => 2
(define (check-duplicates lst [same? equal?] #:key [key #f] #:default [default #f])
  (%check-list 'check-duplicates 1 lst)
  (%check-procedure 'check-duplicates 2 same?)
  (let* ((keys (if key (map key lst) lst))
         (found (if (%hashable-equivalence? same?)
                    (%first-duplicate keys lst same?)
                    (let loop ((keys keys) (items lst) (seen '()))
                      (cond ((null? keys) #f)
                            ((any (lambda (key) (same? key (car keys))) seen) (list (car items)))
                            (else (loop (cdr keys) (cdr items) (cons (car keys) seen))))))))
    (cond (found (car found))
          ((procedure? default) (default))
          (else default))))

;;> (group-by key list [same?])
;;> The elements with the same key together: a list of lists, in the order in which the keys appear.
;;> (group-by even? '(1 2 3 4)) => ((1 3) (2 4))
(define (group-by key lst [same? equal?])
  (%check-procedure 'group-by 1 key)
  (%check-list 'group-by 2 lst)
  (let ((keys (map key lst)))
    (if (%hashable-equivalence? same?)
        (%group keys lst same?)
        (map (lambda (k)
               (reverse (fold (lambda (other item done) (if (same? k other) (cons item done) done)) '() keys lst)))
             (%unique keys keys same?)))))

;;> (alist-cons key value alist)
;;> An association list with one entry more.
;;> (alist-cons 'a 1 '((b . 2))) => ((a . 1) (b . 2))
(define (alist-cons key value alist)
  (cons (cons key value) alist))

;;> (alist-copy alist)
;;> A fresh association list with fresh entries.
;;> (alist-copy '((a . 1))) => ((a . 1))
(define (alist-copy alist)
  (map (lambda (entry) (if (pair? entry) (cons (car entry) (cdr entry)) entry)) (%check-list 'alist-copy 1 alist)))

;;> (alist-delete key alist [same?])
;;> An association list without the entries of key.
;;> (alist-delete 'a '((a . 1) (b . 2) (a . 3))) => ((b . 2))
(define (alist-delete key alist [same? equal?])
  (%check-procedure 'alist-delete 3 same?)
  (filter-not (lambda (entry) (same? key (car entry))) (%check-list 'alist-delete 2 alist)))

;;> (alist-delete! key alist [same?])
;;> An association list without the entries of key.
;;> (alist-delete! 'a (list (cons 'a 1))) => ()
(define (alist-delete! key alist [same? equal?])
  (alist-delete key alist same?))

;;> (assq-ref alist key)
;;> The value of a key in an association list, compared by eq?, or #f.
;;> (assq-ref '((a . 1) (b . 2)) 'b) => 2
(define (assq-ref alist key)
  (let ((entry (assq key (%check-list 'assq-ref 1 alist))))
    (and entry (cdr entry))))

;;> (assv-ref alist key)
;;> The value of a key in an association list, compared by eqv?, or #f.
;;> (assv-ref '((1 . a) (2 . b)) 2) => b
(define (assv-ref alist key)
  (let ((entry (assv key (%check-list 'assv-ref 1 alist))))
    (and entry (cdr entry))))

;;> (assoc-ref alist key)
;;> The value of a key in an association list, compared by equal?, or #f.
;;> (assoc-ref '(("a" . 1)) "a") => 1
(define (assoc-ref alist key)
  (let ((entry (assoc key (%check-list 'assoc-ref 1 alist))))
    (and entry (cdr entry))))

;;> (lset<= same? list ...)
;;> Whether each list, taken as a set, is part of the next.
;;> (lset<= eq? '(a) '(b a) '(a b c)) => #t
(define (lset<= same? . lists)
  (or (null? lists)
      (let loop ((a (car lists)) (rest (cdr lists)))
        (or (null? rest)
            (and (every (lambda (x) (member x (car rest) same?)) a)
                 (loop (car rest) (cdr rest)))))))

;;> (lset= same? list ...)
;;> Whether all lists, taken as sets, are the same.
;;> (lset= eq? '(a b) '(b a a)) => #t
(define (lset= same? . lists)
  (or (null? lists)
      (let loop ((a (car lists)) (rest (cdr lists)))
        (or (null? rest)
            (and (lset<= same? a (car rest))
                 (every (lambda (x) (member x a (lambda (x y) (same? y x)))) (car rest))
                 (loop (car rest) (cdr rest)))))))

;;> (lset-adjoin same? list x ...)
;;> A list with those of the further arguments that are not in it put in front.
;;> (lset-adjoin eq? '(a b) 'b 'c) => (c a b)
(define (lset-adjoin same? lst . xs)
  (fold (lambda (x done) (if (member x done (lambda (x y) (same? y x))) done (cons x done))) lst xs))

;;> (lset-union same? list ...)
;;> The elements of all lists, taken as sets.
;;> (lset-union eq? '(a b) '(b c)) => (c a b)
(define (lset-union same? . lists)
  (reduce (lambda (lst done)
            (cond ((null? lst) done)
                  ((null? done) lst)
                  ((eq? lst done) done)
                  (else (fold (lambda (x done) (if (any (lambda (y) (same? y x)) done) done (cons x done)))
                              done
                              lst))))
          '()
          lists))

;;> (lset-intersection same? list ...)
;;> The elements of the first list that are in all others.
;;> (lset-intersection eq? '(a b c) '(c b d)) => (b c)
(define (lset-intersection same? lst . lists)
  (filter (lambda (x) (every (lambda (l) (member x l same?)) lists)) lst))

;;> (lset-difference same? list ...)
;;> The elements of the first list that are in none of the others.
;;> (lset-difference eq? '(a b c) '(b)) => (a c)
(define (lset-difference same? lst . lists)
  (filter (lambda (x) (every (lambda (l) (not (member x l same?))) lists)) lst))

;;> (lset-diff+intersection same? list ...)
;;> Two values: the elements of the first list that are in none of the others, and the rest of them.
;;> (call-with-values (lambda () (lset-diff+intersection eq? '(a b c) '(b))) list) => ((a c) (b))
(define (lset-diff+intersection same? lst . lists)
  (partition (lambda (x) (every (lambda (l) (not (member x l same?))) lists)) lst))

;;> (lset-xor same? list ...)
;;> The elements that are in an odd number of the lists, taken as sets.
;;> (lset-xor eq? '(a b) '(b c)) => (c a)
(define (lset-xor same? . lists)
  (reduce (lambda (b a)
            (let-values (((a-b both) (lset-diff+intersection same? a b)))
              (cond ((null? a-b) (lset-difference same? b a))
                    ((null? both) (append b a))
                    (else (fold (lambda (x done) (if (member x both same?) done (cons x done))) a-b b)))))
          '()
          lists))

;;> (lset-union! same? list ...)
;;> The elements of all lists, taken as sets.
;;> (lset-union! eq? (list 'a 'b) (list 'b 'c)) => (c a b)
(define (lset-union! same? . lists)
  (apply lset-union same? lists))

;;> (lset-intersection! same? list ...)
;;> The elements of the first list that are in all others.
;;> (lset-intersection! eq? (list 'a 'b 'c) '(c b d)) => (b c)
(define (lset-intersection! same? . lists)
  (apply lset-intersection same? lists))

;;> (lset-difference! same? list ...)
;;> The elements of the first list that are in none of the others.
;;> (lset-difference! eq? (list 'a 'b 'c) '(b)) => (a c)
(define (lset-difference! same? . lists)
  (apply lset-difference same? lists))

;;> (lset-xor! same? list ...)
;;> The elements that are in an odd number of the lists, taken as sets.
;;> (lset-xor! eq? (list 'a 'b) (list 'b 'c)) => (c a)
(define (lset-xor! same? . lists)
  (apply lset-xor same? lists))

;;> (lset-diff+intersection! same? list ...)
;;> Two values: the elements of the first list that are in none of the others, and the rest of them.
;;> (call-with-values (lambda () (lset-diff+intersection! eq? (list 'a 'b 'c) '(b))) list) => ((a c) (b))
(define (lset-diff+intersection! same? . lists)
  (apply lset-diff+intersection same? lists))
