using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Nystrom;

/// <summary>
/// The checks that an input is Hermitian and positive semidefinite, as far as what is read of it shows. Rounding may make an input a
/// little indefinite; from <see cref="Tolerance"/> on it is refused, below that the damage is counted into the error's resolution.
/// </summary>
internal static class PsdGuard
{
    /// <summary>4 √ε: kernels lose digits in differences of distances, so ε itself would refuse honest ones.</summary>
    public static double Tolerance<T>()
        where T : unmanaged, INumberBase<T> => 4 * Math.Sqrt(Scalar<T>.Epsilon);

    public static void IsSquare<T>(ILinearOperator<T> a, string name)
        where T : unmanaged, INumberBase<T>
    {
        RowSpace.RequireWhole(a, name);
        if (a.RowCount != a.ColumnCount)
        {
            throw new ArgumentException($"{name} is {MatrixGuard.Shape(a)}, but a positive semidefinite matrix is square.", name);
        }
    }

    /// <summary>The value of a diagonal entry, which must be real.</summary>
    public static double Real<T>(T value, int index)
        where T : unmanaged, INumberBase<T>
    {
        double real = Scalar<T>.ToDouble(value);
        double magnitude = Scalar<T>.Abs(value);
        if (double.IsFinite(magnitude) && magnitude - Math.Abs(real) > Tolerance<T>() * magnitude)
        {
            throw new ArgumentException(
                $"The diagonal entry {index} is {value}; on the diagonal of a Hermitian matrix there are real numbers.");
        }

        // The real part of a number that is not finite may be; then the magnitude says so.
        return double.IsFinite(magnitude) ? real : magnitude;
    }

    [DoesNotReturn]
    public static void ThrowIndefinite(string evidence, string name) =>
        throw new ArgumentException($"{name} is not positive semidefinite: {evidence}.", name);

    [DoesNotReturn]
    public static void ThrowNotHermitian(string evidence, string name) =>
        throw new ArgumentException($"{name} is not Hermitian: {evidence}.", name);
}
