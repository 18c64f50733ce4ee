;; The picture of an active-learning report.

;;> (active-learning-picture report [path])
;;> SVG text: cost and agreement with the chosen point, reliability, confidences; written to a file when a path is given.
;;> (procedure? active-learning-picture) => #t
(define (active-learning-picture report [path #f])
  (let ([svg (%active-learning-svg (json->string (%picture-data report)))])
    (when path (display-to-file svg path #:exists 'truncate))
    svg))

;; The report, once its picture is written. Where that fails, a warning says so: what was paid for is not lost with it.
(define (%with-picture report path)
  (guard (e (#t (%with-warnings report (list (format "no picture: ~a" (%raised-text e))))))
    (active-learning-picture report path)
    report))

;; The numbers that are drawn. The curve is what the audit lets one expect of each share escalated.
(define (%picture-data report)
  (define (of name) (hash-ref report name))
  (define confidence (of 'confidence))
  (define n (of 'items))
  (define points
    (sort (map (lambda (point) (cons (car point) (cadr point))) (hash-ref confidence 'points))
          (lambda (a b) (> (car a) (car b)))))
  (define all (hash-ref (of 'baselines) 'expensive-only))
  (define priced (and all (> all 0)))
  (define (cost share) (if priced (+ (hash-ref (of 'cost) 'cheap) (* share all)) (* share n)))
  (hash 'unit (if priced "dollars" "expensive calls")
        'curve (if (null? points)
                   '()
                   (map (lambda (k)
                          (let ([share (/ k 50)])
                            (hash 'cost (inexact (cost share)) 'agreement (%expected-agreement points share))))
                        (range 51)))
        'chosen (hash 'cost (inexact (if priced (hash-ref (of 'cost) 'list) (of 'escalated)))
                      'agreement (or (of 'agreement-estimate) (of 'agreement-certified))
                      'certified (of 'agreement-certified))
        'reliability (hash-ref confidence 'reliability)
        'histogram (hash-ref confidence 'histogram)))
