;; What active learning reports: shares, the certificate, cost beside its baselines, how much the confidence says; and as text.

(define (%report c decided labels)
  (define (of name) (hash-ref decided name))
  (define n (%cascade-size c))
  (define verdicts (of 'verdicts))
  (define audited (of 'audited))
  (define target (%setting c 'target))
  (define-values (certified estimate)
    (%certified c (of 'order) (of 'kept) verdicts (length audited) (%setting c 'delta)))
  (define asked (vector-count %given? (%cascade-expert c)))
  (define agreed (count (lambda (i) (eq? (vector-ref verdicts i) 'agree)) audited))
  (define costs (%cost-report c (of 'usage) asked))
  (define report
    (hash 'items n
          'form (%setting c 'form)
          'target (and (memq (%setting c 'form) '(target calibrated)) target)
          'delta (%setting c 'delta)
          'agreement-certified certified
          'agreement-estimate estimate
          'cheap-agreement-estimate (and (pair? audited) (%share-right (length audited) (- (length audited) agreed)))
          'threshold (%report-threshold c (of 'order) (of 'kept))
          'kept (of 'kept)
          'escalated asked
          'escalated-share (if (= n 0) 0.0 (inexact (/ asked n)))
          'audited (length audited)
          'disagreements (- (length audited) agreed)
          'calls (hash-ref costs 'calls)
          'cost (hash-ref costs 'cost)
          'baselines (hash-ref costs 'baselines)
          'confidence (%confidence-report c audited verdicts)
          'gold (%gold-report c (of 'gold) labels)
          'failures (map (lambda (failure) (hash 'item (car failure) 'phase (cadr failure) 'message (%raised-text (cddr failure))))
                         (reverse (%cascade-failures c)))
          'stopped (of 'refused)
          'seed (%setting c 'seed)))
  (%with-warnings (hash-set report 'warnings '()) (append (of 'warnings) (%report-warnings report))))

;; The report with more warnings, in its text too.
(define (%with-warnings report warnings)
  (let ([report (hash-set report 'warnings (append (hash-ref report 'warnings) warnings))])
    (hash-set report 'text (active-learning-report->string report))))

;; The confidence of the last item that was kept: below it, items were escalated. #f when all were, or none.
(define (%report-threshold c order k)
  (and (< 0 k (vector-length order))
       (vector-ref (%cascade-confidences c) (vector-ref order (- k 1)))))

;; AUROC, calibration error, reliability and isotonic calibration of the cheap answers' confidence, on the audit sample.
(define (%confidence-report c audited verdicts)
  (let* ([labelled (filter (lambda (i) (%given? (vector-ref (%cascade-labels c) i))) audited)]
         [xs (map (lambda (i) (vector-ref (%cascade-confidences c) i)) labelled)]
         [right (map (lambda (i) (eq? (vector-ref verdicts i) 'agree)) labelled)]
         [shares (every (lambda (x) (<= 0 x 1)) xs)])
    (hash 'count (length labelled)
          'points (map list xs right)
          'auroc (auroc xs right)
          'calibration-error (and shares (pair? xs) (calibration-error xs right))
          'reliability (if shares (filter (lambda (bin) (> (hash-ref bin 'count) 0)) (reliability-table xs right)) '())
          'isotonic
          (map (lambda (step) (hash 'confidence (car step) 'calibrated (cdr step)))
               (%steps (sort (map cons xs (isotonic-regression xs (map (lambda (ok) (if ok 1 0)) right)))
                             (lambda (a b) (< (car a) (car b))))))
          'histogram
          (map (lambda (bin) (hash 'from (hash-ref bin 'from) 'to (hash-ref bin 'to) 'count (hash-ref bin 'count)))
               (let ([all (filter (lambda (x) (<= 0 x 1)) (vector->list (%cascade-confidences c)))])
                 (reliability-table all (map (lambda (x) #t) all)))))))

;; A non-decreasing function without the points between the first and the last of each level.
(define (%steps points)
  (let loop ([rest points] [before #f] [kept '()])
    (cond
      [(null? rest) (reverse kept)]
      [(and before (= (cdar rest) (cdr before)) (pair? (cdr rest)) (= (cdadr rest) (cdr before)))
       (loop (cdr rest) (car rest) kept)]
      [(equal? (car rest) before) (loop (cdr rest) before kept)]
      [else (loop (cdr rest) (car rest) (cons (car rest) kept))])))

;; Calls and dollars by phase and model, and what the same items would have cost with one model alone. Replies from the
;; store and of local models are counted at their list price there, so that a second run reports the same baselines.
(define (%cost-report c usage asked)
  (define n (%cascade-size c))
  (define (phase name) (hash-ref usage name))
  (define (priced name given calls) (if given (* given calls) (hash-ref (phase name) 'list-cost)))
  (define experts (+ asked (length (%failed-on c 'expensive))))
  (define cheap-list (priced 'cheap (%setting c 'cheap-cost) n))
  (define expensive-list (priced 'expensive (%setting c 'expensive-cost) experts))
  (define ensemble-list (hash-ref (phase 'ensemble) 'list-cost))
  (define total (+ cheap-list ensemble-list expensive-list))
  (define expensive-only (if (> experts 0) (* n (/ expensive-list experts)) #f))
  ; Procedures that ask no model are counted by the items that they were asked about.
  (define (calls name asked) (let ([n (hash-ref (phase name) 'calls)]) (if (> n 0) n asked)))
  (define (paid name) (hash-ref (phase name) 'cost))
  (hash 'calls (hash 'cheap (calls 'cheap n) 'ensemble (calls 'ensemble 0) 'expensive (calls 'expensive experts))
        'cost (hash 'paid (+ (paid 'cheap) (paid 'ensemble) (paid 'expensive))
                    'list (inexact total)
                    'cheap (inexact cheap-list) 'ensemble ensemble-list 'expensive (inexact expensive-list)
                    'by-model (hash-ref (%usage-sum (phase 'cheap) (%usage-sum (phase 'ensemble) (phase 'expensive))) 'by-model))
        'baselines (hash 'cheap-only (inexact cheap-list)
                         'expensive-only (and expensive-only (inexact expensive-only))
                         'saving-against-expensive-only
                         (and expensive-only (> expensive-only 0) (inexact (- 1 (/ total expensive-only)))))))

;; What two phases used together.
(define (%usage-sum a b)
  (define (add a b)
    (let ([sum (hash-copy a)])
      (for-each
        (lambda (name) (hash-set! sum name (+ (hash-ref a name 0) (hash-ref b name 0))))
        '(calls cached prompt_tokens completion_tokens cost list-cost))
      sum))
  (let ([models (hash-copy (hash-ref a 'by-model))])
    (hash-for-each (hash-ref b 'by-model)
      (lambda (model counts)
        (hash-set! models model (if (hash-has-key? models model) (add (hash-ref models model) counts) counts))))
    (hash-set (add a b) 'by-model models)))

;; What was spent before the audit, at list prices: a run that continues an earlier one decides as that one did.
(define (%spent c cheap ensemble)
  (+ (if (%setting c 'cheap-cost) (* (%setting c 'cheap-cost) (%cascade-size c)) (hash-ref cheap 'list-cost))
     (hash-ref ensemble 'list-cost)))

(define (%report-warnings report)
  (define (of name) (hash-ref report name))
  (define area (hash-ref (of 'confidence) 'auroc))
  (define wrong (of 'disagreements))
  (define baselines (of 'baselines))
  (define saving (hash-ref baselines 'saving-against-expensive-only))
  (filter values
    (list
      (and area (>= wrong 5) (< area 0.6)
           (format "the confidence hardly tells right from wrong (AUROC ~a on ~a audited): a threshold on it is near to chance; try another #:confidence"
             (%digits area 2) (of 'audited)))
      (and (of 'target) (eq? (of 'form) 'target) (< (of 'agreement-certified) (of 'target))
           (format "the target of ~a was not reached: ~a is certified" (of 'target) (%digits (of 'agreement-certified) 3)))
      (and (of 'stopped) "a cap refused calls: the items left keep what they had; a call reserves less with #:max-tokens")
      (and (eq? (of 'form) 'target) (= (of 'kept) (of 'items)) (> (of 'audited) 0) (>= (of 'agreement-certified) (of 'target))
           "cheap-only would do: nothing had to be escalated but the audit")
      (and (> (of 'items) 0) saving (<= saving 0)
           "expensive-only dominates: it would have cost no more, and agrees with itself")
      (and (pair? (of 'failures))
           (format "~a failed: see failures" (%plural (length (of 'failures)) "call"))))))

;;> (active-learning-report->string report)
;;> The report of active-learning as text for people.
;;> (procedure? active-learning-report->string) => #t
(define (active-learning-report->string report)
  (define (of name) (hash-ref report name))
  (define cost (of 'cost))
  (define confidence (of 'confidence))
  (define gold (of 'gold))
  (define share %percent)
  (string-join
    (append
      (list
        (format "~a: ~a kept from the cheap model, ~a answered by the expensive one (~a; ~a of them as audit)"
          (%plural (of 'items) "item") (- (of 'items) (of 'escalated)) (of 'escalated) (share (of 'escalated-share)) (of 'audited))
        (format "agreement with the expensive model: at least ~a with probability ~a; estimate ~a; cheap model alone ~a"
          (share (of 'agreement-certified)) (share (- 1 (of 'delta))) (share (of 'agreement-estimate))
          (share (of 'cheap-agreement-estimate)))
        (format "threshold: ~a" (if (of 'threshold) (format "confidence ~a" (%digits (of 'threshold) 4)) "none"))
        (%cost-line cost (of 'baselines))
        (format "confidence on ~a audited: AUROC ~a, calibration error ~a" (hash-ref confidence 'count)
          (let ([area (hash-ref confidence 'auroc)]) (if area (%digits area 3) "unknown (all right or all wrong)"))
          (let ([gap (hash-ref confidence 'calibration-error)]) (if gap (%digits gap 3) "unknown"))))
      (map (lambda (bin)
             (format "  ~a to ~a: ~a, mean confidence ~a, right ~a" (%digits (hash-ref bin 'from) 1) (%digits (hash-ref bin 'to) 1)
               (%plural (hash-ref bin 'count) "item") (%digits (hash-ref bin 'confidence) 2) (share (hash-ref bin 'accuracy))))
           (hash-ref confidence 'reliability))
      (if gold
          (list (format "against ~a: accuracy ~a~a" (%plural (hash-ref gold 'count) "gold label") (share (hash-ref gold 'accuracy-estimate))
                  (if (hash-has-key? gold 'accuracy-certified)
                      (format ", of all items at least ~a with probability ~a" (share (hash-ref gold 'accuracy-certified))
                        (share (- 1 (of 'delta))))
                      "")))
          '())
      (map (lambda (warning) (string-append "warning: " warning)) (of 'warnings)))
    "\n"))

(define (%cost-line cost baselines)
  (define (dollars x) (if x (string-append "$" (%digits x 4)) "unknown"))
  (if (= (hash-ref cost 'list) 0)
      "cost: unknown; #:cheap-cost and #:expensive-cost give the dollars of a call where no price is known"
      (format "cost: ~a at list prices (cheap ~a, expensive ~a), ~a paid now; baselines: cheap-only ~a, expensive-only ~a~a"
        (dollars (hash-ref cost 'list)) (dollars (hash-ref cost 'cheap)) (dollars (hash-ref cost 'expensive))
        (dollars (hash-ref cost 'paid)) (dollars (hash-ref baselines 'cheap-only)) (dollars (hash-ref baselines 'expensive-only))
        (let ([saving (hash-ref baselines 'saving-against-expensive-only)])
          (if saving (format "; saved against expensive-only: ~a" (%percent saving)) "")))))

(define (%percent x) (if x (string-append (%digits (* 100 x) 1) " %") "unknown"))

;; A number with so many digits behind the point.
(define (%digits x digits)
  (let* ([scale (expt 10 digits)]
         [rounded (exact (round (* (abs x) scale)))]
         [text (number->string (remainder rounded scale))])
    (string-append (if (and (< x 0) (> rounded 0)) "-" "") (number->string (quotient rounded scale))
      (if (= digits 0) "" (string-append "." (make-string (- digits (string-length text)) #\0) text)))))
