using System.Collections;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace LowRank.Tests;

/// <summary>Any result as one row of numbers: matrices by their entries, everything else by its public properties.</summary>
internal static class Flattened
{
    private const int Deepest = 6;

    public static Complex[] Of(object? result)
    {
        List<Complex> numbers = [];
        Add(result, numbers, 0);
        return [.. numbers];
    }

    private static void Add(object? value, List<Complex> numbers, int depth)
    {
        switch (value)
        {
            // Times differ from run to run, and with them what is predicted; sentences may quote them.
            case null or string or TimeSpan or Delegate or Type or CancellationToken or IProgress<LowRankProgress>:
                break;
            case Complex number:
                numbers.Add(number);
                break;
            case bool or Enum or IConvertible:
                numbers.Add(Convert.ToDouble(value, null));
                break;
            case ITuple tuple:
                for (int i = 0; i < tuple.Length; i++)
                {
                    Add(tuple[i], numbers, depth);
                }

                break;
            case DenseMatrix<float> matrix:
                numbers.AddRange(Oracle.Of(matrix).Cast<Complex>());
                break;
            case DenseMatrix<double> matrix:
                numbers.AddRange(Oracle.Of(matrix).Cast<Complex>());
                break;
            case DenseMatrix<Complex> matrix:
                numbers.AddRange(Oracle.Of(matrix).Cast<Complex>());
                break;
            case IEnumerable items:
                foreach (object? item in items)
                {
                    Add(item, numbers, depth);
                }

                break;
            default:
                if (depth < Deepest && value.GetType().Namespace == nameof(LowRank))
                {
                    foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                        .Where(property => property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike
                            && !property.Name.StartsWith("Predicted", StringComparison.Ordinal))
                        .OrderBy(property => property.Name, StringComparer.Ordinal))
                    {
                        Add(property.GetValue(value), numbers, depth + 1);
                    }
                }

                break;
        }
    }
}
