//! A perceptron with one hidden layer, and its fitting by Adam (Kingma and Ba, 2014).

use kyc_specimen::Rng;

/// Without a hidden layer it is a weighted sum. Weights: per hidden unit those of the inputs and a bias, then those of the hidden units and a bias.
pub struct Net {
    pub inputs: usize,
    pub hidden: usize,
    pub weights: Vec<f32>,
    slopes: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
    steps: i32,
}

impl Net {
    pub fn new(inputs: usize, hidden: usize) -> Self {
        let count = if hidden == 0 { inputs + 1 } else { hidden * (inputs + 2) + 1 };
        let mut rng = Rng::new(12345);
        let weights = (0..count).map(|_| (rng.unit() - 0.5) * 0.5).collect();
        let zeros = || vec![0.0; count];
        Self { inputs, hidden, weights, slopes: zeros(), mean: zeros(), square: zeros(), steps: 0 }
    }

    fn parts(&self) -> (&[f32], &[f32]) {
        self.weights.split_at(self.hidden * (self.inputs + 1))
    }

    /// The score of one figure; `before` gets the hidden units' values before they are cut off at 0.
    pub fn score(&self, numbers: &[f32], before: &mut Vec<f32>) -> f32 {
        let (hidden, output) = self.parts();
        before.clear();
        before.extend(hidden.chunks_exact(self.inputs + 1).map(|row| {
            let bias = row.last().copied().unwrap_or_default();
            bias + row.iter().zip(numbers).map(|(weight, number)| weight * number).sum::<f32>()
        }));
        let bias = output.last().copied().unwrap_or_default();
        if self.hidden == 0 {
            return bias + output.iter().zip(numbers).map(|(weight, number)| weight * number).sum::<f32>();
        }
        bias + output.iter().zip(before.iter()).map(|(weight, value)| weight * value.max(0.0)).sum::<f32>()
    }

    /// Adds what a change of this figure's score means for the weights.
    pub fn blame(&mut self, numbers: &[f32], before: &[f32], by: f32) {
        let split = self.hidden * (self.inputs + 1);
        let (hidden, output) = self.slopes.split_at_mut(split);
        let outward = self.weights.get(split..).unwrap_or_default();
        if let Some(bias) = output.last_mut() {
            *bias += by;
        }
        if self.hidden == 0 {
            for (slope, number) in output.iter_mut().zip(numbers) {
                *slope += by * number;
            }
        }
        let rows = hidden.chunks_exact_mut(self.inputs + 1);
        for ((row, slope), (&value, &weight)) in rows.zip(output).zip(before.iter().zip(outward)) {
            if value <= 0.0 {
                continue;
            }
            *slope += by * value;
            let through = weight * by;
            if let Some(bias) = row.last_mut() {
                *bias += through;
            }
            for (slope, number) in row.iter_mut().zip(numbers) {
                *slope += through * number;
            }
        }
    }

    /// One step against the mean of `of` slopes; large weights are held back a little.
    pub fn step(&mut self, of: usize, pace: f32, decay: f32) {
        self.steps += 1;
        let (early_mean, early_square) = (1.0 - 0.9_f32.powi(self.steps), 1.0 - 0.999_f32.powi(self.steps));
        let moments = self.mean.iter_mut().zip(&mut self.square);
        for ((weight, slope), (mean, square)) in self.weights.iter_mut().zip(&mut self.slopes).zip(moments) {
            let down = *slope / of as f32 + decay * *weight;
            *mean = 0.9 * *mean + 0.1 * down;
            *square = 0.999 * *square + 0.001 * down * down;
            *weight -= pace * (*mean / early_mean) / ((*square / early_square).sqrt() + 1e-8);
            *slope = 0.0;
        }
    }
}
