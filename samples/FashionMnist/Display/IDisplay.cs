namespace FashionMnist.Display;

/// <summary>Shows the job while it runs.</summary>
internal interface IDisplay
{
    /// <summary>Runs one part of the job.</summary>
    /// <param name="title">What it is.</param>
    /// <param name="steps">How many steps it will have.</param>
    /// <param name="work">The work.</param>
    T Run<T>(string title, int steps, Func<Phase, T> work);
}
