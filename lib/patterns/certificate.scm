;; Which cheap answers are kept, and what can be promised of all: the audit, the prefix, the bound. Why it holds is proved in
;; src/builtins/statistics/audit.ts. Nothing here reads a label of the expensive model before the audit's size, its items
;; and the order of all items are fixed.

;; A promise with probability 1 - delta is tested at 4/5 of delta. The test is exact, so that it would fail in just delta of
;; all runs; the rest is for what it can not know: a model that answers the same question differently at another time.
(define %reserve 4/5)

;; The indices of the items, most confident first; ties in an order drawn before any label was seen. Items without a cheap
;; label come last.
(define (%confidence-order c seed)
  (let ([confidences (%cascade-confidences c)] [labels (%cascade-labels c)])
    (define (rank i) (if (%given? (vector-ref labels i)) (vector-ref confidences i) -inf.0))
    (list->vector
      (sort (vector->list (random-permutation (%cascade-size c) seed))
            (lambda (a b) (> (rank a) (rank b)))))))

;; The order in which items are audited: as many of its first ones as the audit has.
(define (%audit-order c seed) (vector->list (random-permutation (%cascade-size c) (+ seed 1))))

;; Whether the models disagree on an audited item; a question that the expensive one failed to answer counts as a no.
(define (%disagree? c i)
  (let ([expert (vector-ref (%cascade-expert c) i)] [label (vector-ref (%cascade-labels c) i)])
    (not (and (%given? expert) (%given? label) (await ((%setting c 'same) label expert))))))

;; By item: #f for one that was not audited, else agree or disagree.
(define (%audit-verdicts c audited)
  (let ([verdicts (make-vector (%cascade-size c) #f)])
    (for-each (lambda (i) (vector-set! verdicts i (if (%disagree? c i) 'disagree 'agree))) audited)
    verdicts))

;; The length of the longest prefix of the order in which an audit found at most `allowance` disagreements.
(define (%longest-prefix order verdicts allowance)
  (let ([n (vector-length order)])
    (let loop ([k 0] [left allowance])
      (cond
        [(or (= k n) (< left 0)) (if (< left 0) (max 0 (- k 1)) k)]
        [(eq? (vector-ref verdicts (vector-ref order k)) 'disagree) (loop (+ k 1) (- left 1))]
        [else (loop (+ k 1) left)]))))

;; The length of the longest prefix with at most so many items that were not audited: not even all wrong would they be too
;; many. It may be kept whatever the audit found.
(define (%harmless-prefix order verdicts allowed)
  (let loop ([k 0] [left allowed])
    (cond
      [(= k (vector-length order)) k]
      [(vector-ref verdicts (vector-ref order k)) (loop (+ k 1) left)]
      [(<= left 0) k]
      [else (loop (+ k 1) (- left 1))])))

;; How many items at the head of the order are kept when so many calls remain for those at its end that were not audited.
(define (%affordable-prefix order verdicts calls)
  (let loop ([k (vector-length order)] [calls calls])
    (cond
      [(= k 0) 0]
      [(vector-ref verdicts (vector-ref order (- k 1))) (loop (- k 1) calls)]
      [(<= calls 0) k]
      [else (loop (- k 1) (- calls 1))])))

;; How many items at the head of the order have a confidence of at least the threshold.
(define (%prefix-above c order threshold)
  (let ([n (vector-length order)])
    (let loop ([k 0])
      (if (and (< k n)
               (%given? (vector-ref (%cascade-labels c) (vector-ref order k)))
               (>= (vector-ref (%cascade-confidences c) (vector-ref order k)) threshold))
          (loop (+ k 1))
          k))))

;; The items at the end of the order that the expensive model has not seen, least confident first.
(define (%beyond order k verdicts)
  (let loop ([at k] [found '()])
    (if (= at (vector-length order))
        found
        (let ([i (vector-ref order at)])
          (loop (+ at 1) (if (vector-ref verdicts i) found (cons i found)))))))

;; What is promised once all is asked: two values, both shares of all items whose label is the expensive model's or the same.
;; The first is more than the truth with probability at most delta; the second is the likeliest, #f where nothing was audited.
;; Calls that a cap refused make the head of the order longer, up to the last item that was not asked about: what the audit
;; found up to there counts. Items that the expensive model failed on count as wrong.
(define (%certified c order k verdicts draws delta)
  (let* ([n (%cascade-size c)]
         [failed (make-vector n #f)]
         [_ (for-each (lambda (i) (vector-set! failed i #t)) (%failed-on c 'expensive))]
         [unasked? (lambda (i) (not (or (%given? (vector-ref (%cascade-expert c) i)) (vector-ref failed i))))]
         [head (vector->list order 0 (%head-length order k unasked?))]
         [audited (filter (lambda (i) (vector-ref verdicts i)) head)]
         [found (count (lambda (i) (eq? (vector-ref verdicts i) 'disagree)) audited)]
         [unseen (count unasked? head)]
         [left (min unseen (audit-bound n draws found (* %reserve delta)))]
         [likely (cond [(= unseen 0) 0] [(null? audited) #f] [else (* unseen (/ found (length audited)))])]
         [wrong (vector-count identity failed)])
    (values (%share-right n (+ left wrong))
            (and likely (%share-right n (+ likely wrong))))))

;; k, or as much more as it takes to reach the last item that was not asked about.
(define (%head-length order k unasked?)
  (let loop ([end (vector-length order)])
    (cond
      [(<= end k) k]
      [(unasked? (vector-ref order (- end 1))) end]
      [else (loop (- end 1))])))

(define (%share-right n wrong)
  (if (= n 0) 1.0 (inexact (/ (- n wrong) n))))

;; The indices of the items that failed in a phase.
(define (%failed-on c phase)
  (filter-map (lambda (failure) (and (eq? (cadr failure) phase) (car failure))) (%cascade-failures c)))
