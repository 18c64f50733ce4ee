;; Hash tables: the higher-order procedures of Racket, and of SRFI 69 and 125.

(define (%hash-merge! who target other combine combine/key)
  (hash-for-each
   other
   (lambda (key value)
     (hash-set! target
                key
                (cond ((not (hash-has-key? target key)) value)
                      (combine/key (combine/key key (hash-ref target key) value))
                      (combine (combine (hash-ref target key) value))
                      (else (error who "both tables have the key ~s, and there is no #:combine" key)))))))

;;> (hash-union table ... #:combine [f] #:combine/key [f])
;;> A hash table of the entries of all; what f gives for two values is kept where a key is in several.
;;> (hash-union (hash 'a 1) (hash 'a 2 'b 3) #:combine +) => #hash((a . 3) (b . 3))
(define (hash-union table #:combine [combine #f] #:combine/key [combine/key #f] . others)
  (let ((result (hash-copy (%check-hash 'hash-union 1 table))))
    (for-each (lambda (other) (%hash-merge! 'hash-union result other combine combine/key)) others)
    (%hash-freeze! result table)))

;;> (hash-union! table other ... #:combine [f] #:combine/key [f])
;;> Puts the entries of the other hash tables into the first.
;;> (let ((t (make-hash '((a . 1))))) (hash-union! t (hash 'b 2)) t) => #hash((a . 1) (b . 2))
(define (hash-union! table #:combine [combine #f] #:combine/key [combine/key #f] . others)
  (%check-hash 'hash-union! 1 table)
  (for-each (lambda (other) (%hash-merge! 'hash-union! table other combine combine/key)) others))

;;> (hash-intersect table other ... #:combine [f] #:combine/key [f])
;;> A hash table of the keys that all have, with what f gives for the values.
;;> (hash-intersect (hash 'a 1 'b 2) (hash 'b 3) #:combine +) => #hash((b . 5))
(define (hash-intersect table #:combine [combine #f] #:combine/key [combine/key #f] . others)
  (let ((result (%hash-like (%check-hash 'hash-intersect 1 table) #t)))
    (hash-for-each
     table
     (lambda (key value)
       (when (every (lambda (other) (hash-has-key? other key)) others)
         (hash-set! result
                    key
                    (fold (lambda (other value)
                            (cond (combine/key (combine/key key value (hash-ref other key)))
                                  (combine (combine value (hash-ref other key)))
                                  (else (error 'hash-intersect "two values for the key ~s, and no #:combine" key))))
                          value
                          others)))))
    (%hash-freeze! result table)))

(define (%hash-select who keep? table)
  (let ((result (%hash-like (%check-hash who 1 table) #t)))
    (hash-for-each table (lambda (key value) (when (keep? key value) (hash-set! result key value))))
    (%hash-freeze! result table)))

;;> (hash-filter table pred)
;;> A hash table of the entries of which pred, given key and value, holds.
;;> (hash-filter (hash 'a 1 'b 2) (lambda (k v) (even? v))) => #hash((b . 2))
(define (hash-filter table pred)
  (%check-procedure 'hash-filter 2 pred)
  (%hash-select 'hash-filter pred table))

;;> (hash-filter-keys table pred)
;;> A hash table of the entries whose keys satisfy pred.
;;> (hash-filter-keys (hash 1 'a 2 'b) even?) => #hash((2 . b))
(define (hash-filter-keys table pred)
  (%check-procedure 'hash-filter-keys 2 pred)
  (%hash-select 'hash-filter-keys (lambda (key value) (pred key)) table))

;;> (hash-filter-values table pred)
;;> A hash table of the entries whose values satisfy pred.
;;> (hash-filter-values (hash 'a 1 'b 2) even?) => #hash((b . 2))
(define (hash-filter-values table pred)
  (%check-procedure 'hash-filter-values 2 pred)
  (%hash-select 'hash-filter-values (lambda (key value) (pred value)) table))

;;> (hash-map/copy table f)
;;> A hash table of the keys and values that f, given key and value, gives as two values.
;;> (hash-map/copy (hash 'a 1) (lambda (k v) (values k (add1 v)))) => #hash((a . 2))
(define (hash-map/copy table f)
  (%check-procedure 'hash-map/copy 2 f)
  (let ((result (%hash-like (%check-hash 'hash-map/copy 1 table) #t)))
    (hash-for-each
     table
     (lambda (key value)
       (let-values (((key value) (f key value)))
         (hash-set! result key value))))
    (%hash-freeze! result table)))

;;> (hash-keys-subset? a b)
;;> Whether b has all keys of a.
;;> (hash-keys-subset? (hash 'a 1) (hash 'a 2 'b 3)) => #t
(define (hash-keys-subset? a b)
  (%check-hash 'hash-keys-subset? 2 b)
  (every (lambda (key) (hash-has-key? b key)) (hash-keys (%check-hash 'hash-keys-subset? 1 a))))

;;> (hash-table same key value ...)
;;> A hash table of the keys and values given in turn; same (equal?, eqv?, eq?) compares the keys.
;;> (hash-table->alist (hash-table equal? 'a 1 'b 2)) => ((a . 1) (b . 2))
(define (hash-table same . items)
  (let ((table (make-hash-table same)))
    (apply hash-table-set! table items)
    table))

;;> (hash-table-unfold stop? entry next seed x ...)
;;> A hash table of the keys and values that entry gives for seed, (next seed) and so on, until stop?.
;;> (hash-table->alist (hash-table-unfold zero? (lambda (n) (values n (* n n))) sub1 2)) => ((2 . 4) (1 . 1))
(define (hash-table-unfold stop? entry next seed . options)
  (let ((table (apply make-hash-table options)))
    (let loop ((seed seed))
      (if (stop? seed)
          table
          (let-values (((key value) (entry seed)))
            (hash-table-set! table key value)
            (loop (next seed)))))))

;; SRFI 69 puts the table first, SRFI 125 the procedure: which is which can be seen.
(define (%table-first who a b use)
  (if (hash-table? a)
      (use a (%check-procedure who 2 b))
      (use (%check-hash who 2 b) (%check-procedure who 1 a))))

;;> (hash-table-walk table f)
;;> Calls f with each key and value.
;;> (let ((n 0)) (hash-table-walk (hash 'a 1 'b 2) (lambda (k v) (set! n (+ n v)))) n) => 3
(define (hash-table-walk a b)
  (%table-first 'hash-table-walk a b hash-for-each))

;;> (hash-table-for-each f table)
;;> Calls f with each key and value.
;;> (let ((n 0)) (hash-table-for-each (lambda (k v) (set! n (+ n v))) (hash 'a 1 'b 2)) n) => 3
(define (hash-table-for-each a b)
  (%table-first 'hash-table-for-each a b hash-for-each))

;;> (hash-table-map->list f table)
;;> A list of what f gives for each key and value.
;;> (hash-table-map->list cons (hash 'a 1)) => ((a . 1))
(define (hash-table-map->list a b)
  (%table-first 'hash-table-map->list a b hash-map))

;;> (hash-table-map! f table)
;;> Puts what f gives for each key and value in the place of the value.
;;> (let ((t (make-hash '((a . 1))))) (hash-table-map! (lambda (k v) (+ v 1)) t) t) => #hash((a . 2))
(define (hash-table-map! a b)
  (%table-first 'hash-table-map! a b
                (lambda (table f)
                  (hash-for-each table (lambda (key value) (hash-table-set! table key (f key value)))))))

;;> (hash-table-prune! pred table)
;;> Takes out the entries of which pred, given key and value, holds.
;;> (let ((t (make-hash '((a . 1) (b . 2))))) (hash-table-prune! (lambda (k v) (even? v)) t) t) => #hash((a . 1))
(define (hash-table-prune! a b)
  (%table-first 'hash-table-prune! a b
                (lambda (table pred)
                  (hash-for-each table (lambda (key value) (when (pred key value) (hash-table-delete! table key)))))))

;;> (hash-table-count pred table)
;;> How many entries there are of which pred, given key and value, holds; with a table only, how many there are.
;;> (hash-table-count (lambda (k v) (even? v)) (hash 'a 1 'b 2)) => 1
(define (hash-table-count a [b #f])
  (if b
      (%table-first 'hash-table-count a b (lambda (table pred) (count pred (hash-keys table) (hash-values table))))
      (hash-table-size (%check-hash 'hash-table-count 1 a))))

;;> (hash-table-find f table missing)
;;> The first value but #f that f gives for a key and value; without one, what missing gives.
;;> (hash-table-find (lambda (k v) (and (even? v) k)) (hash 'a 1 'b 2) (lambda () 'none)) => b
(define (hash-table-find f table missing)
  (or (any f (hash-keys (%check-hash 'hash-table-find 2 table)) (hash-values table))
      (missing)))

;;> (hash-table-fold table f init)
;;> Combines all entries: (f key value accumulator).
;;> (hash-table-fold (hash 'a 1 'b 2) (lambda (k v acc) (+ v acc)) 0) => 3
(define (hash-table-fold a b c)
  (if (hash-table? a)
      (fold (%check-procedure 'hash-table-fold 2 b) c (hash-keys a) (hash-values a))
      (fold (%check-procedure 'hash-table-fold 1 a) b (hash-keys (%check-hash 'hash-table-fold 3 c)) (hash-values c))))

;;> (hash-table-entries table)
;;> Two values: the keys and the values.
;;> (call-with-values (lambda () (hash-table-entries (hash 'a 1 'b 2))) list) => ((a b) (1 2))
(define (hash-table-entries table)
  (values (hash-table-keys table) (hash-table-values table)))

;;> (hash-table-pop! table)
;;> Takes out the first entry; two values: its key and its value.
;;> (call-with-values (lambda () (hash-table-pop! (make-hash '((a . 1))))) list) => (a 1)
(define (hash-table-pop! table)
  (if (hash-table-empty? table)
      (error 'hash-table-pop! "the hash table is empty")
      (let* ((key (car (hash-keys table))) (value (hash-ref table key)))
        (hash-table-delete! table key)
        (values key value))))

;;> (hash-table=? same? a b)
;;> Whether two hash tables have the same keys, with values that are the same.
;;> (hash-table=? = (hash 'a 1) (hash 'a 1)) => #t
(define (hash-table=? same? a b)
  (and (= (hash-table-size a) (hash-table-size b))
       (every (lambda (key value) (and (hash-has-key? b key) (same? value (hash-ref b key))))
              (hash-keys a)
              (hash-values a))))

;;> (hash-table-union! a b)
;;> Puts the entries of b whose keys a does not have into a, and gives a.
;;> (hash-table-union! (make-hash '((a . 1))) (hash 'a 2 'b 3)) => #hash((a . 1) (b . 3))
(define (hash-table-union! a b)
  (hash-for-each b (lambda (key value) (unless (hash-has-key? a key) (hash-table-set! a key value))))
  a)

;;> (hash-table-merge! a b)
;;> Puts the entries of b whose keys a does not have into a, and gives a.
;;> (hash-table-merge! (make-hash '((a . 1))) (hash 'a 2 'b 3)) => #hash((a . 1) (b . 3))
(define (hash-table-merge! a b)
  (hash-table-union! a b))

;;> (hash-table-intersection! a b)
;;> Takes the entries out of a whose keys b does not have, and gives a.
;;> (hash-table-intersection! (make-hash '((a . 1) (b . 2))) (hash 'b 3)) => #hash((b . 2))
(define (hash-table-intersection! a b)
  (for-each (lambda (key) (unless (hash-has-key? b key) (hash-table-delete! a key))) (hash-keys a))
  a)

;;> (hash-table-difference! a b)
;;> Takes the entries out of a whose keys b has, and gives a.
;;> (hash-table-difference! (make-hash '((a . 1) (b . 2))) (hash 'b 3)) => #hash((a . 1))
(define (hash-table-difference! a b)
  (for-each (lambda (key) (when (hash-has-key? b key) (hash-table-delete! a key))) (hash-keys a))
  a)

;;> (hash-table-xor! a b)
;;> Leaves in a the entries of a and b whose keys the other does not have, and gives a.
;;> (hash-table-xor! (make-hash '((a . 1) (b . 2))) (hash 'b 3 'c 4)) => #hash((a . 1) (c . 4))
(define (hash-table-xor! a b)
  (hash-for-each b
                 (lambda (key value)
                   (if (hash-has-key? a key)
                       (hash-table-delete! a key)
                       (hash-table-set! a key value))))
  a)
