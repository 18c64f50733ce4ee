;; Lists: the higher-order procedures of SRFI 1 and Racket that need not be fast enough for TypeScript.

;;> (list-tabulate k f)
;;> The list of what f gives for 0, 1 … k-1.
;;> (list-tabulate 4 (lambda (i) (* i i))) => (0 1 4 9)
(define (list-tabulate k f)
  (%check-index 'list-tabulate 1 k)
  (%check-procedure 'list-tabulate 2 f)
  (let loop ((i 0) (done '()))
    (if (= i k)
        (reverse done)
        (loop (+ i 1) (cons (f i) done)))))

;;> (build-list k f)
;;> The list of what f gives for 0, 1 … k-1.
;;> (build-list 3 (lambda (i) (* 2 i))) => (0 2 4)
(define (build-list k f)
  (%check-index 'build-list 1 k)
  (%check-procedure 'build-list 2 f)
  (list-tabulate k f))

;;> (circular-list x ...)
;;> A list of the arguments that begins again after the last one.
;;> (take (circular-list 1 2) 5) => (1 2 1 2 1)
(define (circular-list x . more)
  (let ((items (cons x more)))
    (set-cdr! (last-pair items) items)
    items))

;;> (list= same? list ...)
;;> Whether all lists have the same length and elements that are the same in turn.
;;> (list= eq? '(a b) '(a b) '(a b)) => #t
(define (list= same? . lists)
  (%check-procedure 'list= 1 same?)
  (define (two a b)
    (cond ((null? a) (null? b))
          ((null? b) #f)
          (else (and (same? (car a) (car b)) (two (cdr a) (cdr b))))))
  (or (null? lists)
      (let loop ((a (%check-list 'list= 2 (car lists))) (rest (cdr lists)))
        (or (null? rest)
            (and (two a (%check-list 'list= 3 (car rest)))
                 (loop (car rest) (cdr rest)))))))

;;> (unzip1 lists)
;;> The first elements of all lists.
;;> (unzip1 '((1 a) (2 b))) => (1 2)
(define (unzip1 lists)
  (map first lists))

;;> (unzip2 lists)
;;> Two values: the first elements of all lists, and the second ones.
;;> (call-with-values (lambda () (unzip2 '((1 a) (2 b)))) list) => ((1 2) (a b))
(define (unzip2 lists)
  (values (map first lists) (map second lists)))

;;> (unzip3 lists)
;;> Three values: the first elements of all lists, the second, and the third ones.
;;> (call-with-values (lambda () (unzip3 '((1 a x) (2 b y)))) list) => ((1 2) (a b) (x y))
(define (unzip3 lists)
  (values (map first lists) (map second lists) (map third lists)))

;;> (unzip4 lists)
;;> Four values: the first elements of all lists, and so on.
;;> (call-with-values (lambda () (unzip4 '((1 2 3 4)))) list) => ((1) (2) (3) (4))
(define (unzip4 lists)
  (values (map first lists) (map second lists) (map third lists) (map fourth lists)))

;;> (unzip5 lists)
;;> Five values: the first elements of all lists, and so on.
;;> (call-with-values (lambda () (unzip5 '((1 2 3 4 5)))) list) => ((1) (2) (3) (4) (5))
(define (unzip5 lists)
  (values (map first lists) (map second lists) (map third lists) (map fourth lists) (map fifth lists)))

;;> (count pred list ...)
;;> How many elements (taken from the lists in parallel) satisfy pred.
;;> (count even? '(1 2 4)) => 2
(define (count pred lst . more)
  (%check-procedure 'count 1 pred)
  (if (null? more)
      (let loop ((l (%check-list 'count 2 lst)) (n 0))
        (cond ((null? l) n)
              ((pred (car l)) (loop (cdr l) (+ n 1)))
              (else (loop (cdr l) n))))
      (let loop ((lists (%check-lists 'count 2 (cons lst more))) (n 0))
        (let ((heads (%heads lists)))
          (cond ((not heads) n)
                ((apply pred heads) (loop (%tails lists) (+ n 1)))
                (else (loop (%tails lists) n)))))))

;;> (unfold stop? value next seed [tail])
;;> The list of what value gives for seed, (next seed) and so on, until stop?; tail gives what follows.
;;> (unfold (lambda (x) (> x 3)) (lambda (x) (* x x)) add1 1) => (1 4 9)
(define (unfold stop? value next seed [tail #f])
  (let loop ((seed seed) (done '()))
    (if (stop? seed)
        (append-reverse done (if tail (tail seed) '()))
        (loop (next seed) (cons (value seed) done)))))

;;> (unfold-right stop? value next seed [tail])
;;> Like unfold, built from the end; tail is the list to begin with.
;;> (unfold-right zero? (lambda (x) (* x x)) sub1 3) => (1 4 9)
(define (unfold-right stop? value next seed [tail '()])
  (let loop ((seed seed) (done tail))
    (if (stop? seed)
        done
        (loop (next seed) (cons (value seed) done)))))

;;> (pair-fold f init list ...)
;;> Like fold, but f gets the pairs instead of the elements.
;;> (pair-fold cons '() '(1 2 3)) => ((3) (2 3) (1 2 3))
(define (pair-fold f init lst . more)
  (%check-procedure 'pair-fold 1 f)
  (let loop ((lists (%check-lists 'pair-fold 3 (cons lst more))) (acc init))
    (if (%heads lists)
        (let ((tails (%tails lists)))
          (loop tails (apply f (append lists (list acc)))))
        acc)))

;;> (pair-fold-right f init list ...)
;;> Like fold-right, but f gets the pairs instead of the elements.
;;> (pair-fold-right cons '() '(1 2 3)) => ((1 2 3) (2 3) (3))
(define (pair-fold-right f init lst . more)
  (%check-procedure 'pair-fold-right 1 f)
  (let collect ((lists (%check-lists 'pair-fold-right 3 (cons lst more))) (seen '()))
    (if (%heads lists)
        (collect (%tails lists) (cons lists seen))
        (let loop ((seen seen) (acc init))
          (if (null? seen)
              acc
              (loop (cdr seen) (apply f (append (car seen) (list acc)))))))))

;;> (pair-for-each f list ...)
;;> Calls f with the pairs of the lists, in order.
;;> (let ((n 0)) (pair-for-each (lambda (p) (set! n (+ n (length p)))) '(1 2 3)) n) => 6
(define (pair-for-each f lst . more)
  (%check-procedure 'pair-for-each 1 f)
  (let loop ((lists (%check-lists 'pair-for-each 2 (cons lst more))))
    (when (%heads lists)
      (let ((tails (%tails lists)))
        (apply f lists)
        (loop tails)))))

;;> (partition pred list)
;;> Two values: the elements that satisfy pred, and the others.
;;> (call-with-values (lambda () (partition even? '(1 2 3 4))) list) => ((2 4) (1 3))
(define (partition pred lst)
  (%check-procedure 'partition 1 pred)
  (let loop ((l (%check-list 'partition 2 lst)) (in '()) (out '()))
    (cond ((null? l) (values (reverse in) (reverse out)))
          ((pred (car l)) (loop (cdr l) (cons (car l) in) out))
          (else (loop (cdr l) in (cons (car l) out))))))

;;> (partition! pred list)
;;> Two values: the elements that satisfy pred, and the others.
;;> (call-with-values (lambda () (partition! even? (list 1 2 3 4))) list) => ((2 4) (1 3))
(define (partition! pred lst)
  (partition pred lst))

;;> (remove pred list)
;;> The elements that do not satisfy pred; or, with a value instead of pred, the list without its first such element.
;;> (remove even? '(1 2 3)) => (1 3)
;;> (remove 2 '(1 2 3 2)) => (1 3 2)
(define (remove x lst [same? #f])
  (%check-list 'remove 2 lst)
  (if (and (procedure? x) (not same?))
      (filter-not x lst)
      (let ((same? (or same? equal?)))
        (let loop ((l lst) (done '()))
          (cond ((null? l) lst)
                ((same? x (car l)) (append-reverse done (cdr l)))
                (else (loop (cdr l) (cons (car l) done))))))))

;;> (remove! pred list)
;;> The elements that do not satisfy pred.
;;> (remove! even? (list 1 2 3)) => (1 3)
(define (remove! x lst)
  (remove x lst))

;;> (remq x list)
;;> The list without its first element that is eq? to x.
;;> (remq 'b '(a b c b)) => (a c b)
(define (remq x lst)
  (remove x (%check-list 'remq 2 lst) eq?))

;;> (remv x list)
;;> The list without its first element that is eqv? to x.
;;> (remv 2 '(1 2 3 2)) => (1 3 2)
(define (remv x lst)
  (remove x (%check-list 'remv 2 lst) eqv?))

;;> (remf pred list)
;;> The list without its first element that satisfies pred.
;;> (remf even? '(1 2 3 4)) => (1 3 4)
(define (remf pred lst)
  (%check-procedure 'remf 1 pred)
  (remove #f (%check-list 'remf 2 lst) (lambda (x y) (pred y))))

;;> (remove* xs list [same?])
;;> The list without all elements that are in xs.
;;> (remove* '(1 3) '(1 2 3 1 4)) => (2 4)
(define (remove* xs lst [same? equal?])
  (%check-list 'remove* 1 xs)
  (%check-procedure 'remove* 3 same?)
  (filter (lambda (y) (not (any (lambda (x) (same? x y)) xs))) (%check-list 'remove* 2 lst)))

;;> (remq* xs list)
;;> The list without all elements that are eq? to one of xs.
;;> (remq* '(a) '(a b a)) => (b)
(define (remq* xs lst)
  (remove* xs lst eq?))

;;> (remv* xs list)
;;> The list without all elements that are eqv? to one of xs.
;;> (remv* '(1) '(1 2 1)) => (2)
(define (remv* xs lst)
  (remove* xs lst eqv?))

;;> (find pred list)
;;> The first element that satisfies pred, or #f.
;;> (find even? '(1 3 4 6)) => 4
(define (find pred lst)
  (%check-procedure 'find 1 pred)
  (let loop ((l (%check-list 'find 2 lst)))
    (cond ((null? l) #f)
          ((pred (car l)) (car l))
          (else (loop (cdr l))))))

;;> (findf pred list)
;;> The first element that satisfies pred, or #f.
;;> (findf even? '(1 3 4 6)) => 4
(define (findf pred lst)
  (find (%check-procedure 'findf 1 pred) (%check-list 'findf 2 lst)))

;;> (find-tail pred list)
;;> The first tail of the list whose first element satisfies pred, or #f.
;;> (find-tail even? '(1 3 4 6)) => (4 6)
(define (find-tail pred lst)
  (%check-procedure 'find-tail 1 pred)
  (let loop ((l (%check-list 'find-tail 2 lst)))
    (cond ((null? l) #f)
          ((pred (car l)) l)
          (else (loop (cdr l))))))

;;> (memf pred list)
;;> The first tail of the list whose first element satisfies pred, or #f.
;;> (memf even? '(1 3 4 6)) => (4 6)
(define (memf pred lst)
  (find-tail (%check-procedure 'memf 1 pred) (%check-list 'memf 2 lst)))

;;> (assf pred alist)
;;> The first entry of an association list whose key satisfies pred, or #f.
;;> (assf even? '((1 a) (2 b))) => (2 b)
(define (assf pred alist)
  (%check-procedure 'assf 1 pred)
  (find (lambda (entry) (pred (car (%check-pair 'assf 2 entry)))) (%check-list 'assf 2 alist)))

(define (%any pred lists)
  (let loop ((lists lists))
    (let ((heads (%heads lists)))
      (and heads
           (let ((tails (%tails lists)))
             (if (%heads tails)
                 (or (apply pred heads) (loop tails))
                 (apply pred heads)))))))

(define (%every pred lists)
  (let loop ((lists lists))
    (let ((heads (%heads lists)))
      (or (not heads)
          (let ((tails (%tails lists)))
            (if (%heads tails)
                (and (apply pred heads) (loop tails))
                (apply pred heads)))))))

;;> (any pred list ...)
;;> What pred gives for the first elements (taken from the lists in parallel) that satisfy it, or #f.
;;> (any (lambda (x) (and (even? x) (* x x))) '(1 2 3)) => 4
(define (any pred lst . more)
  (%check-procedure 'any 1 pred)
  (if (null? more)
      (let loop ((l (%check-list 'any 2 lst)))
        (cond ((null? l) #f)
              ((null? (cdr l)) (pred (car l)))
              (else (or (pred (car l)) (loop (cdr l))))))
      (%any pred (%check-lists 'any 2 (cons lst more)))))

;;> (every pred list ...)
;;> What pred gives for the last elements (taken from the lists in parallel) if all satisfy it, else #f.
;;> (every even? '(2 4 6)) => #t
(define (every pred lst . more)
  (%check-procedure 'every 1 pred)
  (if (null? more)
      (let loop ((l (%check-list 'every 2 lst)))
        (cond ((null? l) #t)
              ((null? (cdr l)) (pred (car l)))
              (else (and (pred (car l)) (loop (cdr l))))))
      (%every pred (%check-lists 'every 2 (cons lst more)))))

;;> (ormap pred list ...)
;;> What pred gives for the first elements that satisfy it, or #f.
;;> (ormap even? '(1 2 3)) => #t
(define (ormap pred lst . more)
  (%check-procedure 'ormap 1 pred)
  (%any pred (%check-lists 'ormap 2 (cons lst more))))

;;> (andmap pred list ...)
;;> What pred gives for the last elements if all satisfy it, else #f.
;;> (andmap even? '(2 3)) => #f
(define (andmap pred lst . more)
  (%check-procedure 'andmap 1 pred)
  (%every pred (%check-lists 'andmap 2 (cons lst more))))

;;> (list-index pred list ...)
;;> The index of the first elements that satisfy pred, or #f.
;;> (list-index even? '(1 3 4)) => 2
(define (list-index pred lst . more)
  (%check-procedure 'list-index 1 pred)
  (let loop ((lists (%check-lists 'list-index 2 (cons lst more))) (i 0))
    (let ((heads (%heads lists)))
      (cond ((not heads) #f)
            ((apply pred heads) i)
            (else (loop (%tails lists) (+ i 1)))))))

;;> (index-of list x [same?])
;;> The index of the first element that is equal? to x, or #f.
;;> (index-of '(a b c) 'b) => 1
(define (index-of lst x [same? equal?])
  (%check-procedure 'index-of 3 same?)
  (index-where (%check-list 'index-of 1 lst) (lambda (y) (same? y x))))

;;> (index-where list pred)
;;> The index of the first element that satisfies pred, or #f.
;;> (index-where '(1 3 4) even?) => 2
(define (index-where lst pred)
  (%check-procedure 'index-where 2 pred)
  (let loop ((l (%check-list 'index-where 1 lst)) (i 0))
    (cond ((null? l) #f)
          ((pred (car l)) i)
          (else (loop (cdr l) (+ i 1))))))

;;> (indexes-of list x [same?])
;;> The indexes of all elements that are equal? to x.
;;> (indexes-of '(a b a) 'a) => (0 2)
(define (indexes-of lst x [same? equal?])
  (%check-procedure 'indexes-of 3 same?)
  (indexes-where (%check-list 'indexes-of 1 lst) (lambda (y) (same? y x))))

;;> (indexes-where list pred)
;;> The indexes of all elements that satisfy pred.
;;> (indexes-where '(1 2 4) even?) => (1 2)
(define (indexes-where lst pred)
  (%check-procedure 'indexes-where 2 pred)
  (let loop ((l (%check-list 'indexes-where 1 lst)) (i 0) (done '()))
    (cond ((null? l) (reverse done))
          ((pred (car l)) (loop (cdr l) (+ i 1) (cons i done)))
          (else (loop (cdr l) (+ i 1) done)))))

;;> (take-while pred list)
;;> The elements before the first that does not satisfy pred.
;;> (take-while even? '(2 4 5 6)) => (2 4)
(define (take-while pred lst)
  (%check-procedure 'take-while 1 pred)
  (let loop ((l (%check-list 'take-while 2 lst)) (done '()))
    (if (and (pair? l) (pred (car l)))
        (loop (cdr l) (cons (car l) done))
        (reverse done))))

;;> (take-while! pred list)
;;> The elements before the first that does not satisfy pred.
;;> (take-while! even? (list 2 4 5 6)) => (2 4)
(define (take-while! pred lst)
  (take-while pred lst))

;;> (drop-while pred list)
;;> The elements from the first that does not satisfy pred.
;;> (drop-while even? '(2 4 5 6)) => (5 6)
(define (drop-while pred lst)
  (%check-procedure 'drop-while 1 pred)
  (let loop ((l (%check-list 'drop-while 2 lst)))
    (if (and (pair? l) (pred (car l)))
        (loop (cdr l))
        l)))

;;> (span pred list)
;;> Two values: the elements before the first that does not satisfy pred, and the others.
;;> (call-with-values (lambda () (span even? '(2 4 5 6))) list) => ((2 4) (5 6))
(define (span pred lst)
  (%check-procedure 'span 1 pred)
  (let loop ((l (%check-list 'span 2 lst)) (done '()))
    (if (and (pair? l) (pred (car l)))
        (loop (cdr l) (cons (car l) done))
        (values (reverse done) l))))

;;> (break pred list)
;;> Two values: the elements before the first that satisfies pred, and the others.
;;> (call-with-values (lambda () (break even? '(1 3 4 5))) list) => ((1 3) (4 5))
(define (break pred lst)
  (%check-procedure 'break 1 pred)
  (span (lambda (x) (not (pred x))) (%check-list 'break 2 lst)))

;;> (span! pred list)
;;> Two values: the elements before the first that does not satisfy pred, and the others.
;;> (call-with-values (lambda () (span! even? (list 2 4 5 6))) list) => ((2 4) (5 6))
(define (span! pred lst)
  (span pred lst))

;;> (break! pred list)
;;> Two values: the elements before the first that satisfies pred, and the others.
;;> (call-with-values (lambda () (break! even? (list 1 3 4 5))) list) => ((1 3) (4 5))
(define (break! pred lst)
  (break pred lst))

;;> (takef list pred)
;;> The elements before the first that does not satisfy pred.
;;> (takef '(2 4 5 6) even?) => (2 4)
(define (takef lst pred)
  (%check-list 'takef 1 lst)
  (take-while (%check-procedure 'takef 2 pred) lst))

;;> (dropf list pred)
;;> The elements from the first that does not satisfy pred.
;;> (dropf '(2 4 5 6) even?) => (5 6)
(define (dropf lst pred)
  (%check-list 'dropf 1 lst)
  (drop-while (%check-procedure 'dropf 2 pred) lst))

;;> (splitf-at list pred)
;;> Two values: the elements before the first that does not satisfy pred, and the others.
;;> (call-with-values (lambda () (splitf-at '(2 4 5 6) even?)) list) => ((2 4) (5 6))
(define (splitf-at lst pred)
  (%check-list 'splitf-at 1 lst)
  (span (%check-procedure 'splitf-at 2 pred) lst))

(define (%common-end who lst pred)
  (%check-list who 1 lst)
  (%check-procedure who 2 pred)
  (length (take-while pred (reverse lst))))

;;> (takef-right list pred)
;;> The elements after the last that does not satisfy pred.
;;> (takef-right '(1 2 4) even?) => (2 4)
(define (takef-right lst pred)
  (take-right lst (%common-end 'takef-right lst pred)))

;;> (dropf-right list pred)
;;> The elements up to the last that does not satisfy pred.
;;> (dropf-right '(1 2 4) even?) => (1)
(define (dropf-right lst pred)
  (drop-right lst (%common-end 'dropf-right lst pred)))

;;> (splitf-at-right list pred)
;;> Two values: the elements up to the last that does not satisfy pred, and the others.
;;> (call-with-values (lambda () (splitf-at-right '(1 2 4) even?)) list) => ((1) (2 4))
(define (splitf-at-right lst pred)
  (split-at-right lst (%common-end 'splitf-at-right lst pred)))

(define (%extreme who key lst better?)
  (%check-procedure who 1 key)
  (%check-pair who 2 (%check-list who 2 lst))
  (let loop ((l (cdr lst)) (best (car lst)) (best-key (key (car lst))))
    (if (null? l)
        best
        (let ((k (key (car l))))
          (if (better? k best-key)
              (loop (cdr l) (car l) k)
              (loop (cdr l) best best-key))))))

;;> (argmin key list)
;;> The first element for which key gives the smallest number.
;;> (argmin abs '(3 -1 2 1)) => -1
(define (argmin key lst)
  (%extreme 'argmin key lst <))

;;> (argmax key list)
;;> The first element for which key gives the largest number.
;;> (argmax abs '(3 -5 2 5)) => -5
(define (argmax key lst)
  (%extreme 'argmax key lst >))

;;> (list-update list k f)
;;> A list like the given one, with what f gives for element k in its place.
;;> (list-update '(1 2 3) 1 -) => (1 -2 3)
(define (list-update lst k f)
  (list-set lst k ((%check-procedure 'list-update 3 f) (list-ref lst k))))

;;> (list-prefix? prefix list [same?])
;;> Whether a list begins with the elements of prefix.
;;> (list-prefix? '(1 2) '(1 2 3)) => #t
(define (list-prefix? prefix lst [same? equal?])
  (let loop ((a (%check-list 'list-prefix? 1 prefix)) (b (%check-list 'list-prefix? 2 lst)))
    (or (null? a)
        (and (pair? b) (same? (car a) (car b)) (loop (cdr a) (cdr b))))))

;;> (take-common-prefix a b [same?])
;;> The elements with which both lists begin.
;;> (take-common-prefix '(1 2 3) '(1 2 4)) => (1 2)
(define (take-common-prefix a b [same? equal?])
  (let loop ((x (%check-list 'take-common-prefix 1 a)) (y (%check-list 'take-common-prefix 2 b)) (done '()))
    (if (and (pair? x) (pair? y) (same? (car x) (car y)))
        (loop (cdr x) (cdr y) (cons (car x) done))
        (reverse done))))

;;> empty
;;> The empty list.
;;> (cons 1 empty) => (1)
(define empty '())

;;> null
;;> The empty list.
;;> (cons 1 null) => (1)
(define null '())

;;> (concatenate! lists)
;;> The lists of a list as one list.
;;> (concatenate! (list (list 1) (list 2 3))) => (1 2 3)
(define (concatenate! lists)
  (concatenate lists))
