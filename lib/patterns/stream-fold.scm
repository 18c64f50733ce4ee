;; Folding what does not fit into memory: stream-fold.

;; f gets what it gave before (first init) and an item, or the item's value under map-fn.
;;> (stream-fold f init source #:map [map-fn #f] #:max-concurrent [n 20])
;;> Combines the items of a port, generator, list or vector from left to right; with #:map, at most n values are under way or waiting.
;;> (stream-fold + 0 (make-range-generator 1 101)) => 5050
;;> (stream-fold (lambda (acc line) (cons line acc)) '() (open-input-string "a\nb") #:map string-upcase) => ("B" "A")
(define (stream-fold f init source #:map [map-fn #f] #:max-concurrent [max-concurrent 20])
  (%check-procedure 'stream-fold 1 f)
  (%check-procedure-or-false 'stream-fold "#:map" "a procedure of an item" map-fn)
  (%check-positive 'stream-fold "#:max-concurrent" max-concurrent)
  (let ([next (%item-source 'stream-fold source 3)])
    (if map-fn
        (%with-scope (lambda (scope) (%fold-ahead scope f (await init) next map-fn max-concurrent)))
        (let loop ([acc (await init)])
          (let ([item (next)])
            (if (eof-object? item)
                acc
                (loop (await (f acc item)))))))))

;; `started` items are on their way, `folded` of them are in acc; values that came before their turn wait in a table.
(define (%fold-ahead scope f acc next map-fn max-concurrent)
  (define early (make-hash))
  (let loop ([acc acc] [started 0] [folded 0] [more #t])
    (cond
      [(hash-has-key? early folded)
       (let ([value (hash-ref early folded)])
         (hash-remove! early folded)
         (loop (await (f acc value)) started (+ folded 1) more))]
      [(and more (< (- started folded) max-concurrent))
       (let ([item (next)])
         (if (eof-object? item)
             (loop acc started folded #f)
             (begin
               (%scope-start scope (cons started item) (lambda () (await (map-fn item))))
               (loop acc (+ started 1) folded #t))))]
      [(= started folded) acc]
      [else
       (let* ([settled (%scope-next scope)] [key (vector-ref settled 0)])
         (unless (eq? (vector-ref settled 1) 'done)
           (raise (%item-error (vector-ref settled 2) (car key) (cdr key) folded)))
         (hash-set! early (car key) (vector-ref settled 2))
         (loop acc started folded more))])))
