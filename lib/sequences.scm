;;; What `for` iterates over, as values (Racket): inside a `for` clause these are compiled in line, elsewhere called.

;;> (in-range a [b] [step 1])
;;> The numbers from a (from 0, when b is missing) up to b, which is left out.
;;> (sequence->list (in-range 1 4)) => (1 2 3)
(define (in-range a [b #f] [step 1])
  (if b (range a b step) (range a)))

;;> (in-inclusive-range a b [step 1])
;;> The numbers from a up to b, which is one of them.
;;> (for/list ([x (in-inclusive-range 1 3)]) x) => (1 2 3)
(define (in-inclusive-range a b [step 1])
  (inclusive-range a b step))

;;> (in-naturals [start 0])
;;> The integers from start on, without end.
;;> (generator->list (in-naturals 5) 2) => (5 6)
(define (in-naturals [start 0])
  (%check-index 'in-naturals 1 start)
  (make-range-generator start))

;;> (in-list list)
;;> The elements of a list, and of nothing else.
;;> (sequence->list (in-list '(1 2))) => (1 2)
(define (in-list list)
  (%check-list 'in-list 1 list))

;;> (in-vector vector [start 0] [end])
;;> The elements of a vector, or of a part of it.
;;> (for/list ([x (in-vector #(1 2 3) 1)]) x) => (2 3)
(define (in-vector vector [start 0] [end (vector-length vector)])
  (vector-copy vector start end))

;;> (in-string string [start 0] [end])
;;> The characters of a string, or of a part of it.
;;> (for/list ([c (in-string "abc" 1)]) c) => (b c)
(define (in-string string [start 0] [end (string-length string)])
  (substring string start end))

;;> (in-bytes bytevector [start 0] [end])
;;> The bytes of a bytevector, or of a part of it.
;;> (for/list ([b (in-bytes #u8(1 2))]) b) => (1 2)
(define (in-bytes bytevector [start 0] [end (bytevector-length bytevector)])
  (bytevector-copy bytevector start end))

;;> (in-hash table)
;;> The keys and values of a hash table, for two names.
;;> (for/list ([(k v) (in-hash (hash 'a 1))]) (list k v)) => ((a 1))
(define (in-hash table)
  (hash-copy table))

;;> (in-hash-keys table)
;;> The keys of a hash table.
;;> (sequence->list (in-hash-keys (hash 'a 1))) => (a)
(define (in-hash-keys table)
  (hash-keys table))

;;> (in-hash-values table)
;;> The values of a hash table.
;;> (sequence->list (in-hash-values (hash 'a 1))) => (1)
(define (in-hash-values table)
  (hash-values table))

;;> (in-hash-pairs table)
;;> The keys and values of a hash table as pairs.
;;> (sequence->list (in-hash-pairs (hash 'a 1))) => ((a . 1))
(define (in-hash-pairs table)
  (hash->list table))

;;> (in-value x)
;;> One element.
;;> (sequence->list (in-value 5)) => (5)
(define (in-value x)
  (list x))

;;> (in-lines [port (current-input-port)])
;;> The lines of a port.
;;> (for/list ([line (in-lines (open-input-string "a\nb"))]) line) => (a b)
(define (in-lines [port (current-input-port)])
  (if (and (input-port? port) (textual-port? port))
      port
      (%wrong-argument 'in-lines 1 "a textual input port" port)))

;;> (in-port [read read] [port (current-input-port)])
;;> What read gives of a port, until its end.
;;> (for/list ([c (in-port read-char (open-input-string "ab"))]) c) => (a b)
(define (in-port [next read] [port (current-input-port)])
  (%check-procedure 'in-port 1 next)
  (lambda () (next port)))

;;> (in-producer producer [stop])
;;> What producer gives when it is called again and again, until a value that is stop or satisfies it.
;;> (sequence->list (in-producer (generator 1 2 3) 3)) => (1 2)
(define (in-producer producer [stop eof-object?])
  (%check-procedure 'in-producer 1 producer)
  (let ((stop? (if (procedure? stop) stop (lambda (x) (eqv? x stop)))))
    (lambda ()
      (let ((x (producer)))
        (if (stop? x) (eof-object) x)))))

;;> (in-sequences sequence ...)
;;> The elements of one sequence after the other.
;;> (for/list ([x (in-sequences '(1) #(2))]) x) => (1 2)
(define (in-sequences . sequences)
  (append-map sequence->list sequences))

;;> (in-cycle sequence ...)
;;> The elements of the sequences, one after the other, again and again.
;;> (for/list ([x '(1 2 3)] [y (in-cycle '(a b))]) (list x y)) => ((1 a) (2 b) (3 a))
(define (in-cycle . sequences)
  (let ((all (append-map sequence->list sequences)))
    (if (null? all) all (apply circular-generator all))))

;;> (in-slice k sequence)
;;> Lists of k elements of a sequence; the last may be shorter.
;;> (sequence->list (in-slice 2 '(1 2 3))) => ((1 2) (3))
(define (in-slice k sequence)
  (unless (and (exact-integer? k) (> k 0)) (%wrong-argument 'in-slice 1 "an exact positive integer" k))
  (let ((all (sequence->list sequence)))
    (let loop ((rest all) (left (length all)) (slices '()))
      (cond
        ((= left 0) (reverse slices))
        ((<= left k) (reverse (cons rest slices)))
        (else (loop (drop rest k) (- left k) (cons (take rest k) slices)))))))
