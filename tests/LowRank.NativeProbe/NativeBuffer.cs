using System.Numerics;
using System.Runtime.InteropServices;

namespace LowRank.NativeProbe;

/// <summary>
/// A matrix in native memory, as the function of the letter s, d or z wants it, with rows of padding that must stay as they are.
/// </summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    private const int Padding = 3;
    private const double Canary = 12345;
    private readonly char _letter;
    private readonly int _rows;
    private readonly int _columns;

    internal NativeBuffer(char letter, Dense values)
        : this(letter, values.Rows, values.Columns)
    {
        for (int column = 0; column < _columns; column++)
        {
            for (int row = 0; row < _rows; row++)
            {
                Put(row + (column * Stride), values[row, column]);
            }
        }
    }

    internal NativeBuffer(char letter, int rows, int columns)
    {
        (_letter, _rows, _columns) = (letter, rows, columns);
        Pointer = NativeMemory.Alloc((nuint)(Stride * columns), (nuint)Size);
        for (int index = 0; index < Stride * columns; index++)
        {
            Put(index, Canary);
        }
    }

    internal void* Pointer { get; }

    internal int Stride => _rows + Padding;

    private int Size => _letter switch { 's' => sizeof(float), 'd' => sizeof(double), _ => sizeof(Complex) };

    internal Dense Read()
    {
        for (int column = 0; column < _columns; column++)
        {
            for (int row = _rows; row < Stride; row++)
            {
                if (Get(row + (column * Stride)) != Canary)
                {
                    throw new InvalidOperationException($"The padding below column {column} was overwritten.");
                }
            }
        }

        return Dense.Create(_rows, _columns, (row, column) => Get(row + (column * Stride)));
    }

    public void Dispose() => NativeMemory.Free(Pointer);

    private Complex Get(int index) => _letter switch
    {
        's' => ((float*)Pointer)[index],
        'd' => ((double*)Pointer)[index],
        _ => ((Complex*)Pointer)[index],
    };

    private void Put(int index, Complex value)
    {
        switch (_letter)
        {
            case 's':
                ((float*)Pointer)[index] = (float)value.Real;
                break;
            case 'd':
                ((double*)Pointer)[index] = value.Real;
                break;
            default:
                ((Complex*)Pointer)[index] = value;
                break;
        }
    }
}
