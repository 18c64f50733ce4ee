; only: fast closures
(define (count n) (if (= n 0) 0 (+ 1 (count (- n 1)))))
(display (count 1000000)) (newline) ; expect: 1000000
(define (build n) (if (= n 0) '() (cons n (build (- n 1)))))
(display (length (build 500000))) (newline) ; expect: 500000
(display (apply + (map (lambda (x) 1) (iota 100000)))) (newline) ; expect: 100000
