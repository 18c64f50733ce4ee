(display (map-async (lambda (x) (sleep (/ (- 5 x) 100)) (* x x)) '(1 2 3 4))) (newline) ; expect: (1 4 9 16)
(define in-flight 0)
(define most 0)
(define (work x)
  (set! in-flight (+ in-flight 1))
  (set! most (max most in-flight))
  (sleep 0.001)
  (set! in-flight (- in-flight 1))
  x)
(display (length (map-async work (iota 30) #:max-concurrent 7))) (newline) ; expect: 30
(display most) (newline) ; expect: 7
; escaping from inside cancels the rest and returns once
(define result (let/cc return (map-async (lambda (x) (sleep 0.001) (if (= x 2) (return 'found) x)) '(1 2 3))))
(display result) (newline) ; expect: found
(display (guard (e (#t (exn-message e))) (map-async (lambda (x) (if (= x 3) (error "bad item" x) x)) '(1 2 3 4)))) (newline) ; expect: bad item 3
(display (map-async (lambda (x) (if (odd? x) (error "odd") x)) '(1 2 3) #:on-error (lambda (item e) (- item)))) (newline) ; expect: (-1 2 -3)
(define h (spawn (lambda () (sleep 0.001) 'spawned)))
(display (await h)) (display (await h)) (newline) ; expect: spawnedspawned
(display (map-async (lambda (x) (map-async (lambda (y) (* x y)) '(1 2 3))) '(1 2))) (newline) ; expect: ((1 2 3) (2 4 6))
(display (guard (e (#t 'timeout)) (with-timeout 0.01 (lambda () (sleep 60))))) (newline) ; expect: timeout
(display (filter-async (lambda (x) (sleep 0.001) (even? x)) '(1 2 3 4))) (newline) ; expect: (2 4)
