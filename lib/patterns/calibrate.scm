;; Gold labels: a threshold from a validation set, and how right the result is where the truth is known.

;; #:gold as a list of (index item . truth), index #f for an item that is not among those to be labelled.
(define (%gold-pairs c)
  (let ([gold (%setting c 'gold)] [items (%cascade-items c)])
    (cond
      [(not gold) '()]
      [(procedure? gold)
       (filter-map (lambda (i)
                     (let ([truth (await (gold (vector-ref items i)))])
                       (and truth (cons* i (vector-ref items i) truth))))
                   (iota (vector-length items)))]
      [else
       (let ([known (make-hash)])
         (vector-for-each (lambda (item i) (unless (hash-has-key? known item) (hash-set! known item i)))
                          items (list->vector (iota (vector-length items))))
         (map (lambda (pair)
                (unless (pair? pair)
                  (%wrong-argument 'active-learning "#:gold" "a list of (item . label), a hash table or a procedure" gold))
                (let ([truth (if (and (pair? (cdr pair)) (null? (cddr pair))) (cadr pair) (cdr pair))])
                  (cons* (hash-ref known (car pair) #f) (car pair) truth)))
              (if (hash? gold) (hash->list gold) (%items->list 'active-learning gold))))])))

;; The threshold of the run, and warnings. With 'calibrate: the lowest one at which the target is reached, the expensive
;; model taken as right about what is below; tested on the validation set, or estimated where that is too small for a test.
(define (%chosen-threshold c gold below)
  (let ([threshold (%setting c 'threshold)])
    (if (not (eq? threshold 'calibrate))
        ; With an ensemble, a majority of it counts as sure enough; its confidences lie above half of the threshold.
        (values (and threshold (if (pair? (%setting c 'ensemble)) (/ below 2) threshold)) '())
        (let* ([points (%validation-points c gold)]
               [n (length points)]
               [wrong-share (- 1 (%setting c 'target))]
               [tested (%binomial-allowance n wrong-share (* %reserve (%setting c 'delta)))])
          (if (>= tested 0)
              (values (%threshold-allowing points tested) '())
              (values (%threshold-allowing points (allowed-errors n (%setting c 'target)))
                (list (format "~a are too few to test a threshold for ~a: it is an estimate"
                        (%plural n "gold label") (%setting c 'target)))))))))

;; How many of n may be wrong so that a share above `wrong-share` is refuted with probability 1 - delta; -1 for never.
(define (%binomial-allowance n wrong-share delta)
  (let loop ([allowed -1])
    (if (and (< (+ allowed 1) n) (<= (binomial-cdf (+ allowed 1) n wrong-share) delta))
        (loop (+ allowed 1))
        allowed)))

;; The lowest confidence such that at most `allowed` answers from there up are wrong; infinite when all are, or none.
(define (%threshold-allowing points allowed)
  (let loop ([rest (sort points (lambda (a b) (> (car a) (car b))))] [left allowed] [threshold +inf.0])
    (if (null? rest)
        -inf.0
        (let*-values ([(here) (caar rest)]
                      [(tied lower) (span (lambda (point) (= (car point) here)) rest)]
                      [(left) (- left (count (lambda (point) (not (cdr point))) tied))])
          (if (< left 0) threshold (loop lower left here))))))

;; (confidence . right?) by the cheap model for each gold label. Items that it has not labelled yet are asked about now.
(define (%validation-points c gold)
  (define (point truth labelled)
    (cons (or (cdr labelled) 0.0) (and (await ((%setting c 'same) (car labelled) truth)) #t)))
  (filter values
    (map-async
      (lambda (entry)
        (let ([i (car entry)])
          (cond
            [(not i) (point (cddr entry) (await ((%setting c 'labeller) (cadr entry))))]
            [(%given? (vector-ref (%cascade-labels c) i))
             (point (cddr entry) (cons (vector-ref (%cascade-labels c) i) (vector-ref (%cascade-confidences c) i)))]
            [else #f])))
      gold
      #:max-concurrent (%setting c 'max-concurrent) #:progress #f)))

;; How right the final labels are where gold is known: #f without gold, else a hash. The bound takes the gold items for a
;; random sample of all; it is left out where they chose the threshold.
(define (%gold-report c gold labels)
  (let* ([labels (list->vector labels)]
         [known (filter car gold)]
         [n (%cascade-size c)]
         [wrong (count (lambda (entry) (not (await ((%setting c 'same) (vector-ref labels (car entry)) (cddr entry))))) known)])
    (and (pair? known)
         (let ([table (hash 'count (length known) 'accuracy-estimate (%share-right (length known) wrong))])
           (if (eq? (%setting c 'form) 'calibrated)
               table
               (hash-set table 'accuracy-certified
                 (%share-right n (+ wrong (audit-bound n (length known) wrong (* %reserve (%setting c 'delta)))))))))))
