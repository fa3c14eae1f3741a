//! A perceptron with one hidden layer, of which a smaller one looks at every side of a figure first, and its fitting by Adam
//! (Kingma and Ba, 2014) with weights that decay (Loshchilov and Hutter, 2019).

use kyc_specimen::Rng;

/// How many numbers go in and how many units there are. Without hidden units it is a weighted sum.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shape {
    /// Numbers about the whole.
    pub plain: usize,
    /// Numbers about each part, the first of them 1 if the part is there; the same weights look at every part.
    pub part: usize,
    /// Hidden units that look at a part, and what they hand on, summed over the parts.
    pub part_hidden: usize,
    pub part_out: usize,
    pub hidden: usize,
}

impl Shape {
    /// Where the weights of one layer end: of the parts' hidden units, of what they hand on, of the hidden units.
    fn ends(&self) -> [usize; 3] {
        let first = self.part * self.part_hidden;
        let second = first + self.part_hidden * self.part_out;
        [first, second, second + (self.plain + self.part_out + 1) * self.hidden]
    }

    fn count(&self) -> usize {
        if self.hidden == 0 { self.plain + 1 } else { self.ends()[2] + self.hidden + 1 }
    }
}

/// Weights of a layer stand by input: of the first to every unit, of the second to every unit; a bias is that of an input of 1.
pub struct Net {
    pub shape: Shape,
    pub weights: Vec<f32>,
    slopes: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
    steps: i32,
}

/// What the units held when a score was made.
#[derive(Default)]
pub struct Trace {
    /// Of every part, before they are cut off at 0.
    parts: Vec<f32>,
    inputs: Vec<f32>,
    hidden: Vec<f32>,
}

/// Adds what the inputs are worth to each unit.
fn forward(inputs: &[f32], weights: &[f32], units: &mut [f32]) {
    for (&input, row) in inputs.iter().zip(weights.chunks_exact(units.len().max(1))) {
        units.iter_mut().zip(row).for_each(|(unit, weight)| *unit += weight * input);
    }
}

/// The way back: what the units' slopes mean for the weights, and for the inputs.
fn backward(inputs: &[f32], weights: &[f32], slopes: &mut [f32], by: &[f32], back: &mut [f32]) {
    let rows = weights.chunks_exact(by.len().max(1)).zip(slopes.chunks_exact_mut(by.len().max(1)));
    for ((&input, back), (row, slopes)) in inputs.iter().zip(back).zip(rows) {
        *back = row.iter().zip(by).map(|(weight, by)| weight * by).sum();
        if input != 0.0 {
            slopes.iter_mut().zip(by).for_each(|(slope, by)| *slope += input * by);
        }
    }
}

fn cut_off(units: &[f32]) -> Vec<f32> {
    units.iter().map(|unit| unit.max(0.0)).collect()
}

/// Slopes pass only through units that were not cut off.
fn mask(slopes: &mut [f32], units: &[f32]) {
    slopes.iter_mut().zip(units).filter(|(_, unit)| **unit <= 0.0).for_each(|(slope, _)| *slope = 0.0);
}

impl Net {
    pub fn new(shape: Shape, seed: u64) -> Self {
        let count = shape.count();
        let mut rng = Rng::new(seed);
        let weights = (0..count).map(|_| (rng.unit() - 0.5) * 0.5).collect();
        let zeros = || vec![0.0; count];
        Self { shape, weights, slopes: zeros(), mean: zeros(), square: zeros(), steps: 0 }
    }

    /// The layers: of the parts' hidden units, of what they hand on, of the hidden units, of the score.
    pub fn layers(&self) -> [&[f32]; 4] {
        let [first, second, third] = self.shape.ends();
        let at = |from: usize, to: usize| self.weights.get(from..to).unwrap_or_default();
        [at(0, first), at(first, second), at(second, third), at(third, self.weights.len())]
    }

    fn is_sum(&self) -> bool {
        self.shape.hidden == 0
    }

    /// The score of one figure.
    pub fn score(&self, numbers: &[f32], trace: &mut Trace) -> f32 {
        let sum = |numbers: &[f32], weights: &[f32]| {
            let bias = weights.last().copied().unwrap_or_default();
            bias + weights.iter().zip(numbers).map(|(weight, number)| weight * number).sum::<f32>()
        };
        if self.is_sum() {
            return sum(numbers, &self.weights);
        }
        let shape = self.shape;
        let [first, second, third, last] = self.layers();
        let (plain, parts) = numbers.split_at(shape.plain.min(numbers.len()));
        trace.parts.clear();
        trace.inputs.clear();
        trace.inputs.extend_from_slice(plain);
        let mut pooled = vec![0.0; shape.part_out];
        for part in parts.chunks_exact(shape.part.max(1)) {
            let mut units = vec![0.0; shape.part_hidden];
            forward(part, first, &mut units);
            forward(&cut_off(&units), second, &mut pooled);
            trace.parts.extend(units);
        }
        trace.inputs.extend(pooled);
        trace.inputs.push(1.0);
        trace.hidden = vec![0.0; shape.hidden];
        forward(&trace.inputs, third, &mut trace.hidden);
        sum(&cut_off(&trace.hidden), last)
    }

    /// Adds what a change of this figure's score means for the weights.
    pub fn blame(&mut self, numbers: &[f32], trace: &Trace, by: f32) {
        if self.is_sum() {
            let inputs = numbers.iter().chain(&[1.0]);
            self.slopes.iter_mut().zip(inputs).for_each(|(slope, number)| *slope += by * number);
            return;
        }
        let shape = self.shape;
        let [one, two, three] = shape.ends();
        let Self { weights, slopes, .. } = self;
        let ((front, last), (front_slopes, last_slopes)) =
            (weights.split_at(three), slopes.split_at_mut(three));
        let ((parts, third), (parts_slopes, third_slopes)) =
            (front.split_at(two), front_slopes.split_at_mut(two));
        let ((first, second), (first_slopes, second_slopes)) =
            (parts.split_at(one), parts_slopes.split_at_mut(one));

        let held: Vec<f32> = cut_off(&trace.hidden).into_iter().chain([1.0]).collect();
        last_slopes.iter_mut().zip(&held).for_each(|(slope, unit)| *slope += by * unit);
        let mut on_hidden: Vec<f32> = last.iter().take(shape.hidden).map(|weight| weight * by).collect();
        mask(&mut on_hidden, &trace.hidden);
        let mut on_inputs = vec![0.0; trace.inputs.len()];
        backward(&trace.inputs, third, third_slopes, &on_hidden, &mut on_inputs);
        let on_pooled = on_inputs.get(shape.plain..shape.plain + shape.part_out).unwrap_or_default();

        let parts = numbers.get(shape.plain..).unwrap_or_default().chunks_exact(shape.part.max(1));
        for (part, units) in parts.zip(trace.parts.chunks_exact(shape.part_hidden.max(1))) {
            if part.first() == Some(&0.0) {
                continue;
            }
            let mut on_units = vec![0.0; units.len()];
            backward(&cut_off(units), second, second_slopes, on_pooled, &mut on_units);
            mask(&mut on_units, units);
            backward(part, first, first_slopes, &on_units, &mut vec![0.0; part.len()]);
        }
    }

    /// One step against the mean of `of` slopes; large weights are held back a little.
    pub fn step(&mut self, of: usize, pace: f32, decay: f32) {
        self.steps += 1;
        let (early_mean, early_square) = (1.0 - 0.9_f32.powi(self.steps), 1.0 - 0.999_f32.powi(self.steps));
        let moments = self.mean.iter_mut().zip(&mut self.square);
        for ((weight, slope), (mean, square)) in self.weights.iter_mut().zip(&mut self.slopes).zip(moments) {
            let down = *slope / of as f32;
            *mean = 0.9 * *mean + 0.1 * down;
            *square = 0.999 * *square + 0.001 * down * down;
            *weight -=
                pace * ((*mean / early_mean) / ((*square / early_square).sqrt() + 1e-8) + decay * *weight);
            *slope = 0.0;
        }
    }
}
