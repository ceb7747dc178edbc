using System.Collections.Concurrent;
using System.Numerics;
using System.Reflection;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class EntryPointTestsOfSingle : EntryPointTests<float>;

public sealed class EntryPointTestsOfDouble : EntryPointTests<double>;

public sealed class EntryPointTestsOfComplex : EntryPointTests<Complex>;

/// <summary>What holds for every entry point there is: reflection finds them, and their arguments are made by type.</summary>
public abstract class EntryPointTests<T>
    where T : unmanaged, INumberBase<T>
{
    public static TheoryData<string> Names => [.. EntryPoint.All.Keys];

    public static TheoryData<string> NamesWithProgress =>
        [.. EntryPoint.All.Values.Where(entry => entry.Options is not null && entry.TakesToken).Select(entry => entry.Name)];

    [Fact]
    public void There_are_those_of_every_decomposition() => Assert.Superset(
        new HashSet<string>
        {
            "TruncatedSvd", "PseudoInverse", "ColumnRow", "InterpolativeDecomposition", "CurDecomposition", "CrossApproximation",
            "ColumnSelection", "PivotedQr", "NystromApproximation", "GeneralizedNystrom", "RegularizedSystem", "Pca", "PolarFactor",
            "SpectralNorm", "KeyValueCompression", "LoraInitialization", "NonNegativeRankOne", "ProductGradients",
        },
        EntryPoint.All.Values.Select(entry => entry.Method.DeclaringType!.Name).ToHashSet());

    [Theory]
    [MemberData(nameof(Names))]
    public void An_input_with_an_entry_that_is_not_finite_is_refused_by_name(string name)
    {
        EntryPoint entry = EntryPoint.All[name];
        Func<object?[], object?> call = entry.Call<T>();
        List<string> accepted = [];

        // A sparse matrix holds no such entry: it is refused where it is made.
        foreach (int input in SampleArguments<T>.Inputs(entry).Where(
            input => entry.Parameters[input].ParameterType.Name != "SparseMatrix`1"))
        {
            foreach (double value in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            {
                object?[] arguments = SampleArguments<T>.For(entry);
                arguments[input] = SampleArguments<T>.Spoilt(entry, input, value);
                Exception? exception = Record.Exception(() => call(arguments));
                if (exception is not ArgumentException refused || refused.ParamName != entry.Parameters[input].Name)
                {
                    accepted.Add($"{value} in {entry.Parameters[input].Name}: {exception?.GetType().Name} {exception?.Message}");
                }
            }
        }

        Assert.True(accepted.Count == 0, $"{name} takes\n{string.Join('\n', accepted)}");
    }

    public static TheoryData<string> NamesWithOperators =>
        [.. EntryPoint.All.Values.Where(entry => Operators(entry).Any()).Select(entry => entry.Name)];

    public static TheoryData<string> NamesWithTruncation => [.. EntryPoint.All.Values
        .Where(entry => entry.Parameters.Any(parameter => parameter.ParameterType == typeof(Truncation))).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(NamesWithTruncation))]
    public void A_truncation_that_was_never_assigned_is_refused_by_name(string name)
    {
        EntryPoint entry = EntryPoint.All[name];
        int position = entry.Parameters.Single(parameter => parameter.ParameterType == typeof(Truncation)).Position;
        object?[] arguments = SampleArguments<T>.For(entry);
        arguments[position] = default(Truncation);
        Assert.Throws<ArgumentException>(entry.Parameters[position].Name, () => entry.Call<T>()(arguments));
    }

    /// <summary>Operators whose product, or that of the adjoint, or both, hold a NaN, with and without a finite norm.</summary>
    [Theory]
    [MemberData(nameof(NamesWithOperators))]
    public void Products_that_are_not_finite_are_refused(string name)
    {
        EntryPoint entry = EntryPoint.All[name];
        Func<object?[], object?> call = entry.Call<T>();
        List<string> accepted = [];
        foreach (int input in Operators(entry))
        {
            for (int kind = 1; kind < 8; kind++)
            {
                if ((kind & 3) == 0)
                {
                    continue;
                }

                DenseMatrix<T> a = SampleArguments<T>.Matrix(entry, 5);
                ILinearOperator<T> spoilt = LinearOperator.Create<T>(
                    a.RowCount, a.ColumnCount, Spoiling((kind & 1) != 0, a.Multiply), Spoiling((kind & 2) != 0, a.MultiplyAdjoint));
                object?[] arguments = SampleArguments<T>.For(entry);
                arguments[input] = (kind & 4) == 0 ? spoilt : new Normed(spoilt, a.FrobeniusNorm());
                Exception? exception = Record.Exception(() => call(arguments));

                // Who needs no adjoint product cannot see one, and the other way round.
                if (exception is not null and not ArgumentException || (exception is null && (kind & 3) == 3))
                {
                    accepted.Add($"{entry.Parameters[input].Name}, kind {kind}: {exception?.GetType().Name} {exception?.Message}");
                }
            }
        }

        Assert.True(accepted.Count == 0, $"{name}\n{string.Join('\n', accepted)}");
    }

    /// <summary>An operator with as many rows and columns as there are ints is refused, or too large, but no sum overflows.</summary>
    [Theory]
    [MemberData(nameof(NamesWithOperators))]
    public void The_largest_operator_is_refused_clearly(string name)
    {
        EntryPoint entry = EntryPoint.All[name];
        foreach (int input in Operators(entry))
        {
            object?[] arguments = SampleArguments<T>.For(entry);
            arguments[input] = LinearOperator.Create<T>(int.MaxValue, int.MaxValue, (_, _) => { }, (_, _) => { });
            Exception? exception = Record.Exception(() => entry.Call<T>()(arguments));
            Assert.True(exception is ArgumentException, $"{name}: {exception?.GetType().Name} {exception?.Message}");
        }
    }

    private static IEnumerable<int> Operators(EntryPoint entry) => entry.Method.MakeGenericMethod(typeof(T)).GetParameters()
        .Where(parameter => parameter.ParameterType == typeof(ILinearOperator<T>)).Select(parameter => parameter.Position);

    private static Action<DenseMatrix<T>, DenseMatrix<T>> Spoiling(
        bool isSpoilt, Action<DenseMatrix<T>, DenseMatrix<T>> multiply) => (x, y) =>
    {
        multiply(x, y);
        if (isSpoilt && y is { RowCount: > 2, ColumnCount: > 0 })
        {
            y[2, 0] = Scalar<T>.FromDouble(double.NaN);
        }
    };

    private sealed class Normed(ILinearOperator<T> a, double norm) : ILinearOperator<T>, IFrobeniusNorm
    {
        public int RowCount => a.RowCount;

        public int ColumnCount => a.ColumnCount;

        public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination) => a.Multiply(x, destination);

        public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination) => a.MultiplyAdjoint(x, destination);

        public double FrobeniusNorm() => norm;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Null_is_refused_by_name_where_it_is_not_the_default(string name)
    {
        EntryPoint entry = EntryPoint.All[name];
        Func<object?[], object?> call = entry.Call<T>();
        foreach (ParameterInfo parameter in entry.Parameters.Where(
            parameter => !parameter.HasDefaultValue && !parameter.ParameterType.IsValueType))
        {
            object?[] arguments = SampleArguments<T>.For(entry);
            arguments[parameter.Position] = null;
            Assert.Throws<ArgumentNullException>(parameter.Name, () => call(arguments));
        }
    }

    [Theory]
    [MemberData(nameof(NamesWithProgress))]
    public void Fractions_rise_from_0_to_1(string name)
    {
        foreach ((string variant, LowRankOptions? options) in Variants(EntryPoint.All[name]))
        {
            if (IsRefused(EntryPoint.All[name], variant, options))
            {
                continue;
            }

            List<LowRankProgress> reports = Run(EntryPoint.All[name], options, _ => { });
            double[] fractions = [.. reports.Select(report => report.Fraction)];
            string all = $"{name}{variant}: {string.Join(", ", reports.Select(report => $"{report.Stage} {report.Fraction}"))}";
            Assert.True(fractions.Length >= 2 && fractions[0] < 1 && fractions[^1] == 1, all);
            Assert.True(fractions.All(fraction => fraction is >= 0 and <= 1) && fractions.Order().SequenceEqual(fractions), all);
            Assert.True(fractions.Count(fraction => fraction == 1) == 1, all);
            Assert.All(reports, report => Assert.NotEmpty(report.Stage));
        }
    }

    [Theory]
    [MemberData(nameof(NamesWithProgress))]
    public void Cancellation_is_honoured_at_every_step(string name)
    {
        EntryPoint entry = EntryPoint.All[name];
        Func<object?[], object?> call = entry.Call<T>();
        foreach ((string variant, LowRankOptions? options) in Variants(entry))
        {
            if (IsRefused(entry, variant, options))
            {
                continue;
            }

            int steps = Run(entry, options, _ => { }).Count;
            for (int step = 0; step < steps - 1; step++)
            {
                using CancellationTokenSource source = new();
                Recorder recorder = new(count =>
                {
                    if (count == step + 1)
                    {
                        source.Cancel();
                    }
                });
                Exception? exception = Record.Exception(
                    () => call(SampleArguments<T>.For(entry, With(entry, options, recorder), source.Token)));

                // A batch reports what its first thread does, which may be fewer items than in the run before.
                if (exception is null && recorder.Reports.Count <= step + 1)
                {
                    Assert.Equal(1, recorder.Reports[^1].Fraction);
                    continue;
                }

                OperationCanceledException cancelled = Assert.IsAssignableFrom<OperationCanceledException>(exception);
                Assert.Equal(source.Token, cancelled.CancellationToken);
                Assert.Equal(step + 1, recorder.Reports.Count);
            }

            Assert.ThrowsAny<OperationCanceledException>(
                () => call(SampleArguments<T>.For(entry, options, new CancellationToken(canceled: true))));
        }
    }

    /// <summary>Many threads, each with calls of its own, and the results of one thread.</summary>
    [Fact]
    public void Entry_points_may_be_called_from_many_threads_at_once()
    {
        (string Name, Func<object?> Call)[] calls = [.. EntryPoint.All.Values.SelectMany(entry =>
        {
            Func<object?[], object?> call = entry.Call<T>();
            return Variants(entry).Where(variant => !IsRefused(entry, variant.Name, variant.Options)).Select(variant =>
            {
                // Arguments of its own for each call: a destination must not be shared.
                return ($"{entry}{variant.Name}", (Func<object?>)(() => call(SampleArguments<T>.For(entry, variant.Options))));
            });
        })];
        Complex[][] expected = [.. calls.Select(call => Flattened.Of(call.Call()))];
        Assert.All(expected.Zip(calls), pair => Assert.True(pair.First.Length > 0, $"{pair.Second.Name} has no result to compare."));
        ConcurrentBag<string> differences = [];
        const int ThreadCount = 16;
        Thread[] threads = [.. Enumerable.Range(0, ThreadCount).Select(thread => new Thread(() =>
        {
            for (int i = 0; i < calls.Length; i++)
            {
                int index = (i + (thread * calls.Length / ThreadCount)) % calls.Length;
                try
                {
                    Complex[] result = Flattened.Of(calls[index].Call());
                    if (Difference(expected[index], result) is { } difference)
                    {
                        differences.Add($"{calls[index].Name} on thread {thread}: {difference}");
                    }
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    differences.Add($"{calls[index].Name} on thread {thread}: {exception.GetType().Name} {exception.Message}");
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.True(differences.IsEmpty, string.Join('\n', differences.Order().Take(20)));
    }

    /// <summary>Rounding may differ with the number of threads that MKL takes; what is small is compared to the largest.</summary>
    private static string? Difference(Complex[] expected, Complex[] result)
    {
        if (expected.Length != result.Length)
        {
            return $"{result.Length} numbers instead of {expected.Length}";
        }

        double allowed = Scalar<T>.IsSingle ? 1e-2 : 1e-7;
        for (int i = 0; i < expected.Length; i++)
        {
            double distance = Complex.Abs(expected[i] - result[i]);
            if (!expected[i].Equals(result[i]) && !(distance <= allowed * Math.Max(1, Complex.Abs(expected[i]))))
            {
                return $"number {i} is {result[i]} instead of {expected[i]}";
            }
        }

        return null;
    }

    // Every choice in double, the defaults in the others: the routes are the same code.
    private static IEnumerable<(string Name, LowRankOptions? Options)> Variants(EntryPoint entry) =>
        typeof(T) == typeof(double) ? entry.Variants() : entry.Variants().Take(1);

    /// <summary>Whether a choice does not go with the sample's matrices or with the other defaults; it then says so at once.</summary>
    private static bool IsRefused(EntryPoint entry, string variant, LowRankOptions? options)
    {
        if (options is null)
        {
            return false;
        }

        Exception? exception = Record.Exception(() => entry.Call<T>()(SampleArguments<T>.For(entry, options)));
        Assert.True(exception is null or ArgumentException or NotSupportedException, $"{entry}{variant}: {exception}");
        return exception is not null;
    }

    private static List<LowRankProgress> Run(EntryPoint entry, LowRankOptions? options, Action<int> onReport)
    {
        Recorder recorder = new(onReport);
        entry.Call<T>()(SampleArguments<T>.For(entry, With(entry, options, recorder)));
        return recorder.Reports;
    }

    private static LowRankOptions With(EntryPoint entry, LowRankOptions? options, Recorder recorder)
    {
        options ??= (LowRankOptions)Activator.CreateInstance(entry.Options!)!;
        return options with { Progress = recorder };
    }

    /// <summary>Unlike Progress&lt;T&gt; it runs on the calling thread, before the computation goes on.</summary>
    private sealed class Recorder(Action<int> onReport) : IProgress<LowRankProgress>
    {
        public List<LowRankProgress> Reports { get; } = [];

        public void Report(LowRankProgress value)
        {
            Reports.Add(value);
            onReport(Reports.Count);
        }
    }
}
