;; Vectors: the higher-order procedures of SRFI 133 and Racket.

;;> (vector-fold f init vector ...)
;;> Combines from the left: (f accumulator element ...).
;;> (vector-fold + 0 #(1 2 3)) => 6
(define (vector-fold f init v . more)
  (%check-procedure 'vector-fold 1 f)
  (%check-vector 'vector-fold 3 v)
  (if (null? more)
      (let ((n (vector-length v)))
        (let loop ((i 0) (acc init))
          (if (= i n) acc (loop (+ i 1) (f acc (vector-ref v i))))))
      (let* ((vs (cons v more)) (n (%shortest vs)))
        (let loop ((i 0) (acc init))
          (if (= i n) acc (loop (+ i 1) (apply f acc (%at vs i))))))))

;;> (vector-fold-right f init vector ...)
;;> Combines from the right: (f accumulator element ...).
;;> (vector-fold-right (lambda (acc x) (cons x acc)) '() #(1 2 3)) => (1 2 3)
(define (vector-fold-right f init v . more)
  (%check-procedure 'vector-fold-right 1 f)
  (%check-vector 'vector-fold-right 3 v)
  (let ((vs (cons v more)))
    (let loop ((i (- (%shortest vs) 1)) (acc init))
      (if (< i 0) acc (loop (- i 1) (apply f acc (%at vs i)))))))

(define (%shortest vs)
  (apply min (map vector-length vs)))

(define (%at vs i)
  (map (lambda (v) (vector-ref v i)) vs))

;;> (vector-unfold f k seed ...)
;;> A vector of what f gives for 0, 1 … k-1 and the seeds; f gives the next seeds as further values.
;;> (vector-unfold (lambda (i x) (values x (* 2 x))) 4 1) => #(1 2 4 8)
(define (vector-unfold f k . seeds)
  (%check-procedure 'vector-unfold 1 f)
  (%check-index 'vector-unfold 2 k)
  (let loop ((i 0) (seeds seeds) (done '()))
    (if (= i k)
        (list->vector (reverse done))
        (call-with-values (lambda () (apply f i seeds))
          (lambda (x . seeds) (loop (+ i 1) seeds (cons x done)))))))

;;> (vector-unfold-right f k seed ...)
;;> Like vector-unfold, from the last element to the first.
;;> (vector-unfold-right (lambda (i x) (values x (* 2 x))) 4 1) => #(8 4 2 1)
(define (vector-unfold-right f k . seeds)
  (%check-procedure 'vector-unfold-right 1 f)
  (%check-index 'vector-unfold-right 2 k)
  (let loop ((i (- k 1)) (seeds seeds) (done '()))
    (if (< i 0)
        (list->vector done)
        (call-with-values (lambda () (apply f i seeds))
          (lambda (x . seeds) (loop (- i 1) seeds (cons x done)))))))

;;> (vector= same? vector ...)
;;> Whether all vectors have the same length and elements that are the same in turn.
;;> (vector= eq? #(a b) #(a b)) => #t
(define (vector= same? . vs)
  (%check-procedure 'vector= 1 same?)
  (apply list= same? (map vector->list vs)))

;;> (vector-count pred vector ...)
;;> How many elements (taken from the vectors in parallel) satisfy pred.
;;> (vector-count even? #(1 2 4)) => 2
(define (vector-count pred v . more)
  (%check-procedure 'vector-count 1 pred)
  (%check-vector 'vector-count 2 v)
  (let ((vs (cons v more)))
    (let loop ((i (- (%shortest vs) 1)) (n 0))
      (cond ((< i 0) n)
            ((apply pred (%at vs i)) (loop (- i 1) (+ n 1)))
            (else (loop (- i 1) n))))))

(define (%vector-search pred vs from step)
  (let ((n (%shortest vs)))
    (let loop ((i (or from (- n 1))))
      (cond ((or (< i 0) (>= i n)) #f)
            ((apply pred (%at vs i)) i)
            (else (loop (+ i step)))))))

;;> (vector-index pred vector ...)
;;> The index of the first elements that satisfy pred, or #f.
;;> (vector-index even? #(1 2 4)) => 1
(define (vector-index pred v . more)
  (%check-procedure 'vector-index 1 pred)
  (%check-vector 'vector-index 2 v)
  (%vector-search pred (cons v more) 0 1))

;;> (vector-index-right pred vector ...)
;;> The index of the last elements that satisfy pred, or #f.
;;> (vector-index-right even? #(1 2 4)) => 2
(define (vector-index-right pred v . more)
  (%check-procedure 'vector-index-right 1 pred)
  (%check-vector 'vector-index-right 2 v)
  (%vector-search pred (cons v more) #f -1))

;;> (vector-skip pred vector ...)
;;> The index of the first elements that do not satisfy pred, or #f.
;;> (vector-skip even? #(2 4 5)) => 2
(define (vector-skip pred v . more)
  (%check-procedure 'vector-skip 1 pred)
  (%check-vector 'vector-skip 2 v)
  (%vector-search (lambda xs (not (apply pred xs))) (cons v more) 0 1))

;;> (vector-skip-right pred vector ...)
;;> The index of the last elements that do not satisfy pred, or #f.
;;> (vector-skip-right even? #(1 2 4)) => 0
(define (vector-skip-right pred v . more)
  (%check-procedure 'vector-skip-right 1 pred)
  (%check-vector 'vector-skip-right 2 v)
  (%vector-search (lambda xs (not (apply pred xs))) (cons v more) #f -1))

;;> (vector-any pred vector ...)
;;> What pred gives for the first elements that satisfy it, or #f.
;;> (vector-any (lambda (x) (and (even? x) (* x x))) #(1 4)) => 16
(define (vector-any pred v . more)
  (%check-procedure 'vector-any 1 pred)
  (%any pred (map vector->list (cons (%check-vector 'vector-any 2 v) more))))

;;> (vector-every pred vector ...)
;;> What pred gives for the last elements if all satisfy it, else #f.
;;> (vector-every even? #(2 4)) => #t
(define (vector-every pred v . more)
  (%check-procedure 'vector-every 1 pred)
  (%every pred (map vector->list (cons (%check-vector 'vector-every 2 v) more))))

;;> (vector-filter pred vector)
;;> A vector of the elements that satisfy pred.
;;> (vector-filter even? #(1 2 4)) => #(2 4)
(define (vector-filter pred v)
  (%check-procedure 'vector-filter 1 pred)
  (list->vector (filter pred (vector->list (%check-vector 'vector-filter 2 v)))))

;;> (vector-filter-not pred vector)
;;> A vector of the elements that do not satisfy pred.
;;> (vector-filter-not even? #(1 2 4)) => #(1)
(define (vector-filter-not pred v)
  (%check-procedure 'vector-filter-not 1 pred)
  (list->vector (filter-not pred (vector->list (%check-vector 'vector-filter-not 2 v)))))

;;> (vector-partition pred vector)
;;> Two values: a vector of the elements that satisfy pred and then the others, and how many satisfy it.
;;> (call-with-values (lambda () (vector-partition even? #(1 2 3 4))) list) => (#(2 4 1 3) 2)
(define (vector-partition pred v)
  (%check-procedure 'vector-partition 1 pred)
  (let-values (((in out) (partition pred (vector->list (%check-vector 'vector-partition 2 v)))))
    (values (list->vector (append in out)) (length in))))

;;> (vector-cumulate f init vector)
;;> A vector of the accumulators of a fold: (f accumulator element).
;;> (vector-cumulate + 0 #(1 2 3)) => #(1 3 6)
(define (vector-cumulate f init v)
  (%check-procedure 'vector-cumulate 1 f)
  (let loop ((l (vector->list (%check-vector 'vector-cumulate 3 v))) (acc init) (done '()))
    (if (null? l)
        (list->vector (reverse done))
        (let ((acc (f acc (car l))))
          (loop (cdr l) acc (cons acc done))))))

;;> (vector-binary-search vector x compare)
;;> The index of x in a vector in order; compare gives a negative number, 0 or a positive one. #f when it is not there.
;;> (vector-binary-search #(1 3 5 7) 5 -) => 2
(define (vector-binary-search v x compare)
  (%check-vector 'vector-binary-search 1 v)
  (%check-procedure 'vector-binary-search 3 compare)
  (let loop ((low 0) (high (vector-length v)))
    (and (< low high)
         (let* ((middle (quotient (+ low high) 2))
                (order (compare (vector-ref v middle) x)))
           (cond ((zero? order) middle)
                 ((negative? order) (loop (+ middle 1) high))
                 (else (loop low middle)))))))

;;> (vector-argmin key vector)
;;> The first element for which key gives the smallest number.
;;> (vector-argmin abs #(3 -1 2)) => -1
(define (vector-argmin key v)
  (%check-procedure 'vector-argmin 1 key)
  (%extreme 'vector-argmin key (vector->list (%check-vector 'vector-argmin 2 v)) <))

;;> (vector-argmax key vector)
;;> The first element for which key gives the largest number.
;;> (vector-argmax abs #(3 -5 2)) => -5
(define (vector-argmax key v)
  (%check-procedure 'vector-argmax 1 key)
  (%extreme 'vector-argmax key (vector->list (%check-vector 'vector-argmax 2 v)) >))
