; stream-fold: any source, order, a bounded window, the end of everything when one fails.
(define (show . xs) (for-each display xs) (newline))
(define (message thunk) (guard (e (#t (exn-message e))) (thunk)))

(show (stream-fold (lambda (acc x) (spawn (lambda () (cons x acc)))) '() '(1 2 3))) ; expect: (3 2 1)
(show (stream-fold + 0 #(1 2 3)) (stream-fold + 5 '())) ; expect: 65
(show (stream-fold (lambda (n line) (+ n (string-length line))) 0 (open-input-string "ab\ncde\n"))) ; expect: 5
(show (stream-fold + 0 (make-range-generator 0 2000))) ; expect: 1999000
(show (stream-fold (lambda (acc x) (cons x acc)) '() '(5 1 3) #:map (lambda (x) (sleep (/ x 1000)) (* 10 x)))) ; expect: (30 10 50)

; At most three are ahead of the fold, however long the source is.
(define taken 0)
(define folded 0)
(define ahead 0)
(define (source)
  (if (= taken 200) (eof-object)
      (begin (set! taken (+ taken 1)) (set! ahead (max ahead (- taken folded))) taken)))
(show (stream-fold (lambda (acc x) (set! folded (+ folded 1)) (+ acc x)) 0 source #:map (lambda (x) (spawn (lambda () (sleep 0) x))) #:max-concurrent 3)) ; expect: 20100
(show ahead) ; expect: 3

(define left 0)
(define (waits x) (dynamic-wind void (lambda () (if (= x 2) (begin (sleep 0.001) (error "two broke")) (sleep 600))) (lambda () (set! left (+ left 1)))))
(show (message (lambda () (stream-fold + 0 '(1 2 3) #:map waits))) left) ; expect: two broke3
(show (message (lambda () (stream-fold (lambda (acc x) (error "fold broke")) 0 '(1 2 3))))) ; expect: fold broke
(set! left 0)
(show (message (lambda () (with-timeout 0.01 (lambda () (stream-fold + 0 '(1 3) #:map waits))))) left) ; expect: with-timeout: 0.01 seconds have passed2
(show (map-async (lambda (n) (stream-fold + 0 (range n) #:map add1)) '(1 2 3))) ; expect: (1 3 6)
(show (message (lambda () (stream-fold + 0 5)))) ; expect: stream-fold: expected a list, a vector, a generator or a port as argument 3, got 5
(show (message (lambda () (stream-fold + 0 '() #:max-concurrent 0)))) ; expect: stream-fold: expected an exact positive integer for #:max-concurrent, got 0
(show (message (lambda () (stream-fold + 0 '() #:map 5)))) ; expect: stream-fold: expected a procedure of an item for #:map, got 5
