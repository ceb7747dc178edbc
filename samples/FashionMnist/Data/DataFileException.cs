namespace FashionMnist.Data;

/// <summary>A data file that cannot be used; the message names the file and what is wrong with it, in one line.</summary>
internal sealed class DataFileException(string path, string problem, Exception? inner = null)
    : Exception($"{path}: {problem}", inner);
