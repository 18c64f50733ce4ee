;; What surrounds sorting: asking for order, merging, neighbours (SRFI 95 and 132).

;;> (list-sorted? less? list)
;;> Whether no element is less than the one before it. The arguments may be exchanged.
;;> (list-sorted? < '(1 2 2 3)) => #t
(define (list-sorted? a b)
  (let-values (((less? lst) (if (procedure? a) (values a b) (values (%check-procedure 'list-sorted? 2 b) a))))
    (let loop ((l (%check-list 'list-sorted? 2 lst)))
      (or (null? l)
          (null? (cdr l))
          (and (not (less? (cadr l) (car l)))
               (loop (cdr l)))))))

;;> (vector-sorted? less? vector)
;;> Whether no element is less than the one before it. The arguments may be exchanged.
;;> (vector-sorted? < #(1 3 2)) => #f
(define (vector-sorted? a b)
  (if (procedure? a)
      (list-sorted? a (vector->list (%check-vector 'vector-sorted? 2 b)))
      (list-sorted? (%check-procedure 'vector-sorted? 2 b) (vector->list (%check-vector 'vector-sorted? 1 a)))))

;;> (sorted? sequence less?)
;;> Whether no element of a list or vector is less than the one before it. The arguments may be exchanged.
;;> (sorted? '(1 2 3) <) => #t
(define (sorted? a b)
  (if (or (vector? a) (vector? b))
      (vector-sorted? a b)
      (list-sorted? a b)))

;;> (list-merge less? a b)
;;> One list in order from two; of equal elements, those of a come first.
;;> (list-merge < '(1 4) '(2 3 5)) => (1 2 3 4 5)
(define (list-merge less? a b)
  (%check-procedure 'list-merge 1 less?)
  (let loop ((a (%check-list 'list-merge 2 a)) (b (%check-list 'list-merge 3 b)) (done '()))
    (cond ((null? a) (append-reverse done b))
          ((null? b) (append-reverse done a))
          ((less? (car b) (car a)) (loop a (cdr b) (cons (car b) done)))
          (else (loop (cdr a) b (cons (car a) done))))))

;;> (list-merge! less? a b)
;;> One list in order from two; of equal elements, those of a come first.
;;> (list-merge! < (list 1 4) (list 2 3)) => (1 2 3 4)
(define (list-merge! less? a b)
  (list-merge less? a b))

;;> (vector-merge less? a b)
;;> One vector in order from two; of equal elements, those of a come first.
;;> (vector-merge < #(1 4) #(2 3)) => #(1 2 3 4)
(define (vector-merge less? a b)
  (%check-procedure 'vector-merge 1 less?)
  (list->vector (list-merge less? (vector->list a) (vector->list b))))

;;> (merge a b less?)
;;> One list in order from two; of equal elements, those of a come first.
;;> (merge '(1 4) '(2 3) <) => (1 2 3 4)
(define (merge a b less?)
  (list-merge (%check-procedure 'merge 3 less?) a b))

;;> (list-delete-neighbor-dups same? list)
;;> A list without elements that are the same as the one before them.
;;> (list-delete-neighbor-dups = '(1 1 2 2 1)) => (1 2 1)
(define (list-delete-neighbor-dups same? lst)
  (%check-procedure 'list-delete-neighbor-dups 1 same?)
  (let loop ((l (%check-list 'list-delete-neighbor-dups 2 lst)) (done '()))
    (cond ((null? l) (reverse done))
          ((and (pair? done) (same? (car done) (car l))) (loop (cdr l) done))
          (else (loop (cdr l) (cons (car l) done))))))

;;> (vector-delete-neighbor-dups same? vector)
;;> A vector without elements that are the same as the one before them.
;;> (vector-delete-neighbor-dups = #(1 1 2)) => #(1 2)
(define (vector-delete-neighbor-dups same? v)
  (list->vector (list-delete-neighbor-dups same? (vector->list (%check-vector 'vector-delete-neighbor-dups 2 v)))))

;;> (vector-find-median less? vector default [mean])
;;> The median of a vector, default for an empty one; mean combines the middle two of an even number.
;;> (vector-find-median < #(3 1 2 4) 0) => 5/2
(define (vector-find-median less? v default [mean (lambda (a b) (/ (+ a b) 2))])
  (let* ((sorted (vector-sort less? v)) (n (vector-length sorted)) (middle (quotient n 2)))
    (cond ((zero? n) default)
          ((odd? n) (vector-ref sorted middle))
          (else (mean (vector-ref sorted (- middle 1)) (vector-ref sorted middle))))))
