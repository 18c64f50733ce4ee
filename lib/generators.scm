;; Generators (SRFI 158): procedures of no arguments that give values and end with an eof object.

;;> (generator x ...)
;;> A generator of the arguments.
;;> (generator->list (generator 1 2 3)) => (1 2 3)
(define (generator . xs)
  (list->generator xs))

;;> (circular-generator x ...)
;;> A generator of the arguments, again and again.
;;> (generator->list (circular-generator 1 2) 5) => (1 2 1 2 1)
(define (circular-generator x . more)
  (let ((next (apply circular-list x more)))
    (lambda ()
      (let ((value (car next)))
        (set! next (cdr next))
        value))))

;;> (make-iota-generator count [start] [step])
;;> A generator of count numbers: start (0), start + step (1) and so on.
;;> (generator->list (make-iota-generator 3 8 2)) => (8 10 12)
(define (make-iota-generator count [start 0] [step 1])
  (%check-index 'make-iota-generator 1 count)
  (let ((i 0))
    (lambda ()
      (if (< i count)
          (let ((value (+ start (* i step))))
            (set! i (+ i 1))
            value)
          (eof-object)))))

;;> (make-range-generator start [end] [step])
;;> A generator of the numbers from start up to end; without end it never ends.
;;> (generator->list (make-range-generator 3) 4) => (3 4 5 6)
;;> (generator->list (make-range-generator 3 8 2)) => (3 5 7)
(define (make-range-generator start [end #f] [step 1])
  (let ((value start))
    (lambda ()
      (if (or (not end) (if (negative? step) (> value end) (< value end)))
          (let ((now value))
            (set! value (+ value step))
            now)
          (eof-object)))))

;;> (make-coroutine-generator f)
;;> A generator of what f, running beside the program, hands to the procedure that it gets.
;;> (generator->list (make-coroutine-generator (lambda (yield) (yield 1) (yield 2)))) => (1 2)
(define (make-coroutine-generator f)
  (%check-procedure 'make-coroutine-generator 1 f)
  (define return #f)
  (define resume #f)
  (define (yield value)
    (call/cc
     (lambda (k)
       (set! resume k)
       (return value))))
  (lambda ()
    (call/cc
     (lambda (k)
       (set! return k)
       (if resume
           (resume #t)
           (begin
             (f yield)
             (set! resume (lambda (ignored) (return (eof-object))))
             (return (eof-object))))))))

;;> (list->generator list)
;;> A generator of the elements of a list.
;;> (generator->list (list->generator '(1 2))) => (1 2)
(define (list->generator lst)
  (let ((next lst))
    (lambda ()
      (if (pair? next)
          (let ((value (car next)))
            (set! next (cdr next))
            value)
          (eof-object)))))

(define (%indexed->generator ref start end)
  (let ((i start))
    (lambda ()
      (if (< i end)
          (let ((value (ref i)))
            (set! i (+ i 1))
            value)
          (eof-object)))))

;;> (vector->generator vector [start] [end])
;;> A generator of the elements of a vector.
;;> (generator->list (vector->generator #(1 2 3) 1)) => (2 3)
(define (vector->generator v [start 0] [end (vector-length v)])
  (%indexed->generator (lambda (i) (vector-ref v i)) start end))

;;> (reverse-vector->generator vector [start] [end])
;;> A generator of the elements of a vector, from the last to the first.
;;> (generator->list (reverse-vector->generator #(1 2 3))) => (3 2 1)
(define (reverse-vector->generator v [start 0] [end (vector-length v)])
  (%indexed->generator (lambda (i) (vector-ref v (- (+ start end -1) i))) start end))

;;> (string->generator string [start] [end])
;;> A generator of the characters of a string.
;;> (generator->list (string->generator "abc" 1)) => (#\b #\c)
(define (string->generator s [start 0] [end (string-length s)])
  (%indexed->generator (lambda (i) (string-ref s i)) start end))

;;> (bytevector->generator bytevector [start] [end])
;;> A generator of the bytes of a bytevector.
;;> (generator->list (bytevector->generator #u8(1 2))) => (1 2)
(define (bytevector->generator b [start 0] [end (bytevector-length b)])
  (%indexed->generator (lambda (i) (bytevector-u8-ref b i)) start end))

;;> (make-for-each-generator for-each)
;;> A procedure that makes generators of what for-each visits.
;;> (generator->list ((make-for-each-generator vector-for-each) #(1 2))) => (1 2)
(define (make-for-each-generator each)
  (lambda (collection)
    (make-coroutine-generator (lambda (yield) (each yield collection)))))

;;> (make-unfold-generator stop? value next seed)
;;> A generator of what value gives for seed, (next seed) and so on, until stop?.
;;> (generator->list (make-unfold-generator (lambda (n) (> n 3)) (lambda (n) (* n n)) add1 1)) => (1 4 9)
(define (make-unfold-generator stop? value next seed)
  (let ((seed seed))
    (lambda ()
      (if (stop? seed)
          (eof-object)
          (let ((x (value seed)))
            (set! seed (next seed))
            x)))))

;;> (gcons* x ... generator)
;;> A generator of the arguments, then of what the last one gives.
;;> (generator->list (gcons* 1 2 (generator 3))) => (1 2 3)
(define (gcons* . args)
  (gappend (list->generator (drop-right args 1)) (last args)))

;;> (gappend generator ...)
;;> A generator of what all give, one after the other.
;;> (generator->list (gappend (generator 1) (generator 2 3))) => (1 2 3)
(define (gappend . gens)
  (lambda ()
    (let loop ()
      (if (null? gens)
          (eof-object)
          (let ((value ((car gens))))
            (if (eof-object? value)
                (begin (set! gens (cdr gens)) (loop))
                value))))))

;;> (gflatten generator)
;;> A generator of what the generators give that a generator gives.
;;> (generator->list (gflatten (generator (generator 1) (generator 2 3)))) => (1 2 3)
(define (gflatten gens)
  (let ((now (lambda () (eof-object))))
    (lambda ()
      (let loop ()
        (if (eof-object? now)
            now
            (let ((value (now)))
              (if (eof-object? value)
                  (begin (set! now (gens)) (loop))
                  value)))))))

;;> (ggroup generator k [padding])
;;> A generator of lists of k values each; the last may be shorter, unless there is padding.
;;> (generator->list (ggroup (generator 1 2 3) 2)) => ((1 2) (3))
(define (ggroup gen k . padding)
  (lambda ()
    (let ((group (generator->list gen k)))
      (cond ((null? group) (eof-object))
            ((or (= (length group) k) (null? padding)) group)
            (else (append group (make-list (- k (length group)) (car padding))))))))

;;> (gmerge less? generator ...)
;;> A generator in order of what generators in order give.
;;> (generator->list (gmerge < (generator 1 4) (generator 2 3))) => (1 2 3 4)
(define (gmerge less? gen . more)
  (if (null? more)
      gen
      (let* ((left gen)
             (right (apply gmerge less? more))
             (a (left))
             (b (right)))
        (lambda ()
          (if (or (eof-object? b) (and (not (eof-object? a)) (not (less? b a))))
              (let ((value a)) (set! a (left)) value)
              (let ((value b)) (set! b (right)) value))))))

(define (%generator-step gens)
  (let ((values (map-in-order (lambda (gen) (gen)) gens)))
    (and (not (any eof-object? values)) values)))

;;> (gmap f generator ...)
;;> A generator of what f gives for the values of the generators, taken in parallel.
;;> (generator->list (gmap + (generator 1 2) (generator 10 20 30))) => (11 22)
(define (gmap f gen . more)
  (if (null? more)
      (lambda ()
        (let ((value (gen)))
          (if (eof-object? value) value (f value))))
      (let ((gens (cons gen more)))
        (lambda ()
          (let ((values (%generator-step gens)))
            (if values (apply f values) (eof-object)))))))

;;> (gcombine f seed generator ...)
;;> Like gmap with a state: f gets the values and the seed, and gives a value and the next seed.
;;> (generator->list (gcombine (lambda (x sum) (values (+ x sum) (+ x sum))) 0 (generator 1 2 3))) => (1 3 6)
(define (gcombine f seed gen . more)
  (let ((gens (cons gen more)) (seed seed))
    (lambda ()
      (let ((step (%generator-step gens)))
        (if step
            (let-values (((value next) (apply f (append step (list seed)))))
              (set! seed next)
              value)
            (eof-object))))))

;;> (gfilter pred generator)
;;> A generator of the values that satisfy pred.
;;> (generator->list (gfilter even? (generator 1 2 4))) => (2 4)
(define (gfilter pred gen)
  (lambda ()
    (let loop ((value (gen)))
      (if (or (eof-object? value) (pred value))
          value
          (loop (gen))))))

;;> (gremove pred generator)
;;> A generator of the values that do not satisfy pred.
;;> (generator->list (gremove even? (generator 1 2 4))) => (1)
(define (gremove pred gen)
  (gfilter (lambda (value) (not (pred value))) gen))

;;> (gstate-filter f seed generator)
;;> A generator of the values for which f, given value and seed, gives true and the next seed.
;;> (generator->list (gstate-filter (lambda (x n) (values (< n 2) (+ n 1))) 0 (generator 'a 'b 'c))) => (a b)
(define (gstate-filter f seed gen)
  (let ((state seed))
    (lambda ()
      (let loop ((value (gen)))
        (if (eof-object? value)
            value
            (let-values (((keep? next) (f value state)))
              (set! state next)
              (if keep? value (loop (gen)))))))))

;;> (gtake generator k [padding])
;;> A generator of the first k values; when there are fewer, of padding too, if given.
;;> (generator->list (gtake (circular-generator 1 2) 3)) => (1 2 1)
(define (gtake gen k . padding)
  (let ((i 0))
    (lambda ()
      (if (>= i k)
          (eof-object)
          (let ((value (gen)))
            (set! i (+ i 1))
            (if (and (eof-object? value) (pair? padding)) (car padding) value))))))

;;> (gdrop generator k)
;;> A generator of the values after the first k.
;;> (generator->list (gdrop (generator 1 2 3) 2)) => (3)
(define (gdrop gen k)
  (let ((left k))
    (lambda ()
      (let loop ()
        (if (> left 0)
            (begin
              (set! left (- left 1))
              (if (eof-object? (gen))
                  (begin (set! left 0) (eof-object))
                  (loop)))
            (gen))))))

;;> (gtake-while pred generator)
;;> A generator of the values before the first that does not satisfy pred.
;;> (generator->list (gtake-while even? (generator 2 4 5 6))) => (2 4)
(define (gtake-while pred gen)
  (let ((over? #f))
    (lambda ()
      (if over?
          (eof-object)
          (let ((value (gen)))
            (if (and (not (eof-object? value)) (pred value))
                value
                (begin (set! over? #t) (eof-object))))))))

;;> (gdrop-while pred generator)
;;> A generator of the values from the first that does not satisfy pred.
;;> (generator->list (gdrop-while even? (generator 2 4 5 6))) => (5 6)
(define (gdrop-while pred gen)
  (let ((found? #f))
    (lambda ()
      (let loop ((value (gen)))
        (if (or found? (eof-object? value) (not (pred value)))
            (begin (set! found? #t) value)
            (loop (gen)))))))

;;> (gdelete x generator [same?])
;;> A generator of the values that are not equal? to x.
;;> (generator->list (gdelete 2 (generator 1 2 3))) => (1 3)
(define (gdelete x gen [same? equal?])
  (gremove (lambda (value) (same? x value)) gen))

;;> (gdelete-neighbor-dups generator [same?])
;;> A generator of the values that differ from the one before.
;;> (generator->list (gdelete-neighbor-dups (generator 1 1 2 1))) => (1 2 1)
(define (gdelete-neighbor-dups gen [same? equal?])
  (let ((first? #t) (before #f))
    (lambda ()
      (let loop ((value (gen)))
        (cond ((eof-object? value) value)
              ((and (not first?) (same? before value)) (loop (gen)))
              (else
               (set! first? #f)
               (set! before value)
               value))))))

;;> (gindex values indexes)
;;> A generator of the values at the indexes, which rise, that another generator gives.
;;> (generator->list (gindex (generator 'a 'b 'c 'd) (generator 0 2))) => (a c)
(define (gindex gen indexes)
  (let ((at 0))
    (lambda ()
      (let ((index (indexes)))
        (if (eof-object? index)
            index
            (let loop ((value (gen)))
              (set! at (+ at 1))
              (if (or (eof-object? value) (= at (+ index 1)))
                  value
                  (loop (gen)))))))))

;;> (gselect values choices)
;;> A generator of the values for which the other generator gives true.
;;> (generator->list (gselect (generator 'a 'b 'c) (generator #t #f #t))) => (a c)
(define (gselect gen choices)
  (lambda ()
    (let loop ((value (gen)) (choice (choices)))
      (cond ((or (eof-object? value) (eof-object? choice)) (eof-object))
            (choice value)
            (else (loop (gen) (choices)))))))

;;> (generator->reverse-list generator [k])
;;> A list of the values of a generator, or the first k, from the last to the first.
;;> (generator->reverse-list (generator 1 2 3)) => (3 2 1)
(define (generator->reverse-list gen [k #f])
  (let loop ((i 0) (done '()))
    (if (and k (>= i k))
        done
        (let ((value (gen)))
          (if (eof-object? value)
              done
              (loop (+ i 1) (cons value done)))))))

;;> (generator->list generator [k])
;;> A list of the values of a generator, or of the first k.
;;> (generator->list (generator 1 2 3) 2) => (1 2)
(define (generator->list gen [k #f])
  (%check-procedure 'generator->list 1 gen)
  (reverse (generator->reverse-list gen k)))

;;> (generator->vector generator [k])
;;> A vector of the values of a generator, or of the first k.
;;> (generator->vector (generator 1 2)) => #(1 2)
(define (generator->vector gen [k #f])
  (list->vector (generator->list gen k)))

;;> (generator->vector! vector at generator)
;;> Stores values of a generator into a vector from index at on; gives how many.
;;> (let ((v (vector 0 0 0))) (list (generator->vector! v 1 (generator 7 8 9)) v)) => (2 #(0 7 8))
(define (generator->vector! v at gen)
  (let loop ((i at))
    (if (= i (vector-length v))
        (- i at)
        (let ((value (gen)))
          (if (eof-object? value)
              (- i at)
              (begin (vector-set! v i value) (loop (+ i 1))))))))

;;> (generator->string generator [k])
;;> A string of the characters of a generator, or of the first k.
;;> (generator->string (generator #\a #\b)) => "ab"
(define (generator->string gen [k #f])
  (list->string (generator->list gen k)))

;;> (generator-fold f init generator ...)
;;> Combines the values: (f value ... accumulator).
;;> (generator-fold + 0 (generator 1 2 3)) => 6
(define (generator-fold f init gen . more)
  (let ((gens (cons gen more)))
    (let loop ((acc init))
      (let ((step (%generator-step gens)))
        (if step
            (loop (apply f (append step (list acc))))
            acc)))))

;;> (generator-map->list f generator ...)
;;> A list of what f gives for the values.
;;> (generator-map->list - (generator 1 2)) => (-1 -2)
(define (generator-map->list f gen . more)
  (generator->list (apply gmap f gen more)))

;;> (generator-for-each f generator ...)
;;> Calls f with the values.
;;> (let ((n 0)) (generator-for-each (lambda (x) (set! n (+ n x))) (generator 1 2)) n) => 3
(define (generator-for-each f gen . more)
  (let ((gens (cons gen more)))
    (let loop ()
      (let ((step (%generator-step gens)))
        (when step
          (apply f step)
          (loop))))))

;;> (generator-find pred generator)
;;> The first value that satisfies pred, or #f.
;;> (generator-find even? (generator 1 4 6)) => 4
(define (generator-find pred gen)
  (let loop ((value (gen)))
    (cond ((eof-object? value) #f)
          ((pred value) value)
          (else (loop (gen))))))

;;> (generator-count pred generator)
;;> How many values satisfy pred.
;;> (generator-count even? (generator 1 2 4)) => 2
(define (generator-count pred gen)
  (generator-fold (lambda (value n) (if (pred value) (+ n 1) n)) 0 gen))

;;> (generator-any pred generator)
;;> What pred gives for the first value that satisfies it, or #f.
;;> (generator-any (lambda (x) (and (even? x) (* x x))) (generator 1 4)) => 16
(define (generator-any pred gen)
  (let loop ((value (gen)))
    (if (eof-object? value)
        #f
        (or (pred value) (loop (gen))))))

;;> (generator-every pred generator)
;;> What pred gives for the last value if all satisfy it, else #f.
;;> (generator-every even? (generator 2 4)) => #t
(define (generator-every pred gen)
  (let loop ((value (gen)) (result #t))
    (if (eof-object? value)
        result
        (let ((result (pred value)))
          (and result (loop (gen) result))))))

;;> (generator-unfold generator unfold arg ...)
;;> Hands the values to an unfold procedure, such as that of SRFI 1.
;;> (generator-unfold (generator 1 2 3) unfold) => (1 2 3)
(define (generator-unfold gen unfold . args)
  (apply unfold eof-object? (lambda (x) x) (lambda (x) (gen)) (gen) args))

;;> (make-accumulator f init finish)
;;> A procedure that combines what it is given, (f value accumulator), and gives the result for an eof object.
;;> (let ((a (make-accumulator + 0 -))) (a 1) (a 2) (a (eof-object))) => -3
(define (make-accumulator f init finish)
  (let ((acc init))
    (lambda (value)
      (if (eof-object? value)
          (finish acc)
          (set! acc (f value acc))))))

;;> (list-accumulator)
;;> An accumulator whose result is the list of what it was given.
;;> (let ((a (list-accumulator))) (a 1) (a 2) (a (eof-object))) => (1 2)
(define (list-accumulator)
  (make-accumulator cons '() reverse))

;;> (reverse-list-accumulator)
;;> An accumulator whose result is the list of what it was given, last first.
;;> (let ((a (reverse-list-accumulator))) (a 1) (a 2) (a (eof-object))) => (2 1)
(define (reverse-list-accumulator)
  (make-accumulator cons '() (lambda (acc) acc)))

;;> (vector-accumulator)
;;> An accumulator whose result is the vector of what it was given.
;;> (let ((a (vector-accumulator))) (a 1) (a 2) (a (eof-object))) => #(1 2)
(define (vector-accumulator)
  (make-accumulator cons '() (lambda (acc) (list->vector (reverse acc)))))

;;> (string-accumulator)
;;> An accumulator whose result is the string of the characters it was given.
;;> (let ((a (string-accumulator))) (a #\a) (a #\b) (a (eof-object))) => "ab"
(define (string-accumulator)
  (make-accumulator cons '() (lambda (acc) (list->string (reverse acc)))))

;;> (sum-accumulator)
;;> An accumulator whose result is the sum of what it was given.
;;> (let ((a (sum-accumulator))) (a 1) (a 2) (a (eof-object))) => 3
(define (sum-accumulator)
  (make-accumulator + 0 (lambda (acc) acc)))

;;> (product-accumulator)
;;> An accumulator whose result is the product of what it was given.
;;> (let ((a (product-accumulator))) (a 2) (a 3) (a (eof-object))) => 6
(define (product-accumulator)
  (make-accumulator * 1 (lambda (acc) acc)))

;;> (count-accumulator)
;;> An accumulator whose result is how many values it was given.
;;> (let ((a (count-accumulator))) (a 'x) (a 'y) (a (eof-object))) => 2
(define (count-accumulator)
  (make-accumulator (lambda (value n) (+ n 1)) 0 (lambda (acc) acc)))
