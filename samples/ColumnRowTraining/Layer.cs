using LowRank;

namespace ColumnRowTraining;

/// <summary>Which products of a layer are sampled.</summary>
internal enum Sampled
{
    /// <summary>None.</summary>
    Nothing,

    /// <summary>Xᵀ G, the gradient by the weights: some images of the batch stand for all.</summary>
    Gradient,

    /// <summary>X W: some pixels stand for all; the gradient is that of the sampled product.</summary>
    Forward,
}

/// <summary>A dense layer Z = X W + b, trained by gradient descent with momentum; its products exact or from some of their terms.</summary>
internal sealed class Layer
{
    private const float Momentum = 0.9f;

    private readonly DenseMatrix<float> _velocity;
    private readonly float[] _bias;
    private readonly float[] _biasVelocity;

    private readonly Sampled _sampled;
    private readonly ColumnRowOptions _options;
    private readonly double _share;
    private ColumnRowProduct<float>? _product;
    private DenseMatrix<float> _input = null!;
    private ulong _calls;

    /// <param name="inputs">The width of the input.</param>
    /// <param name="outputs">The width of the output.</param>
    /// <param name="seed">The seed of the first weights, which are Gaussian of variance 2 / inputs (He et al. 2015).</param>
    /// <param name="sampled">Which products are sampled.</param>
    /// <param name="options">How they are.</param>
    /// <param name="share">The share of the terms that is taken.</param>
    public Layer(int inputs, int outputs, int seed, Sampled sampled, ColumnRowOptions options, double share)
    {
        (_sampled, _options, _share) = (sampled, options, share);
        Weights = DenseMatrix.Create<float>(inputs, outputs);
        _velocity = DenseMatrix.Create<float>(inputs, outputs);
        _bias = new float[outputs];
        _biasVelocity = new float[outputs];
        Random random = new(seed);
        double deviation = Math.Sqrt(2.0 / inputs);
        foreach (ref float weight in Weights.Memory.Span)
        {
            weight = (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
    }

    public DenseMatrix<float> Weights { get; }

    /// <summary>Z for a batch; while training, with sampled products where the options ask for them.</summary>
    public DenseMatrix<float> Forward(DenseMatrix<float> input, bool isTraining)
    {
        _input = input;
        _product = isTraining && _sampled == Sampled.Forward ? Sample(input, Weights) : null;
        DenseMatrix<float> output = _product?.Product ?? input * Weights;
        Span<float> values = output.Memory.Span;
        for (int i = 0; i < output.RowCount; i++)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(
                values.Slice(i * _bias.Length, _bias.Length), _bias, values.Slice(i * _bias.Length, _bias.Length));
        }

        return output;
    }

    /// <summary>The gradient by the input, for the weights of the last forward pass.</summary>
    public DenseMatrix<float> InputGradient(DenseMatrix<float> gradient) => gradient * Weights.Transpose();

    /// <summary>One step down the gradient of the last forward pass: of a sampled product, the gradient of what was computed.</summary>
    public void Step(DenseMatrix<float> gradient, float rate)
    {
        DenseMatrix<float> slope = _product is { } product ? product.RightGradient(gradient, _input)
            : _sampled == Sampled.Gradient ? Sample(_input.Transpose(), gradient).Product
            : _input.Transpose() * gradient;
        slope = slope.Layout == MatrixLayout.RowMajor ? slope : slope.ToDense(MatrixLayout.RowMajor);
        Move(Weights.Memory.Span, _velocity.Memory.Span, slope.Memory.Span, rate);
        float[] sums = new float[_bias.Length];
        for (int i = 0; i < gradient.RowCount; i++)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(sums, gradient.Memory.Span.Slice(i * sums.Length, sums.Length), sums);
        }

        Move(_bias, _biasVelocity, sums, rate);
    }

    private ColumnRowProduct<float> Sample(DenseMatrix<float> x, DenseMatrix<float> y) =>
        ColumnRow.Multiply(x, y, Math.Max(1, (int)(_share * x.ColumnCount)), _options with { Seed = _options.Seed + _calls++ });

    private static void Move(Span<float> values, Span<float> velocity, ReadOnlySpan<float> slope, float rate)
    {
        // v := 0.9 v − rate · slope; w := w + v.
        System.Numerics.Tensors.TensorPrimitives.Multiply(velocity, Momentum, velocity);
        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(slope, -rate, velocity, velocity);
        System.Numerics.Tensors.TensorPrimitives.Add(values, velocity, values);
    }
}
